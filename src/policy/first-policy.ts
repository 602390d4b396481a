import { parseActorId } from '../core/actor.ts';
import type { ActorId, PlatformName } from '../core/actor.ts';

export interface FirstPolicyOptions {
  /** Who may do everything at first. Their workspaces are the ones that are served. */
  readonly administrators: readonly ActorId[];
  /** Of the addresses, such as `example.com`. */
  readonly domain?: string;
}

/** The text of a first policy file: small, valid, and with an example of everything that can be added. */
export function firstPolicy({ administrators, domain = 'example.com' }: FirstPolicyOptions): string {
  const everyDay = '[list, add, edit, change-password, disconnect]';
  return `# Who may do what. Nobody may do anything that is not in here.
# After a change, send Postern a SIGHUP. A file with mistakes leaves the policy as it was; the log names each line.

# Workspaces that are served. People of others, guests and bots are refused. Example: [T0123]
slack_teams: ${list(workspaces(administrators, 'slack'))}

# The same for Discord. Example: [1122]
discord_guilds: ${list(workspaces(administrators, 'discord'))}

# true: the confirmed e-mail address of a member of Slack makes them owner of that address.
trust_slack_email: false

# One person over several platforms; also who owns which address.
people:
  # - { name: Alice Anderson, accounts: ["slack:T0123/U01ALICE", "discord:1122/803511"], addresses: [alice@${domain}] }

# Accounts, user groups of Slack and roles of Discord. Whoever sends /devices whoami sees their own id.
groups:
  mail-admins: ${list(administrators)}
  # helpdesk: ["slack:T0123/U0DANA", "slack-group:T0123/S0HELP", "discord-role:1122/9911"]

# Permissions: list, add, edit, change-password, disconnect, disconnect-all, disconnect-generic, audit,
# manage-addresses, export-audit; “everything” is all of them. A * stays on its side of the @ and needs quotes.
rules:
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: owner, may: ${everyDay}, on: [${JSON.stringify(`*@${domain}`)}] }
  # - { who: helpdesk, may: ${everyDay}, on: [${JSON.stringify(`*@${domain}`)}] }
`;
}

function workspaces(administrators: readonly ActorId[], platform: PlatformName): readonly string[] {
  const identities = administrators.flatMap((id) => parseActorId(id) ?? []);
  return [
    ...new Set(identities.filter((one) => one.platform === platform).map(({ workspace }) => workspace)),
  ];
}

/** JSON's strings are YAML's in double quotes, whatever is in them. */
function list(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
