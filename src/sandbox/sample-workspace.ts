import { sampleGuild } from './sample-guild.ts';
import type { SlackOptions } from './slack/options.ts';

const team = 'T0SANDBOX';
const botUser = 'U0POSTERN';

/** The workspace that the sandbox opens with. Nothing in it is secret: it answers on this machine only. */
export const sampleWorkspace = {
  team: { id: team, name: 'Example Ltd' },
  app: {
    id: 'A0POSTERN',
    name: 'Postern',
    botUser,
    botId: 'B0POSTERN',
    botToken: 'xoxb-sandbox-bot',
    appToken: 'xapp-sandbox-app',
    signingSecret: 'sandbox-signing-secret',
    scopes: [
      'commands',
      'chat:write',
      'im:write',
      'users:read',
      'usergroups:read',
      'channels:read',
      'groups:read',
    ],
  },
  people: [
    { id: 'U0DANA', name: 'dana', realName: 'Dana', about: 'mail admin' },
    { id: 'U0SAM', name: 'sam', realName: 'Sam', about: 'helpdesk' },
    { id: 'U0EVE', name: 'eve', realName: 'Eve', about: 'may do nothing' },
    { id: 'U0ALICE', name: 'alice', realName: 'Alice', about: 'owner of alice@example.com' },
  ],
  userGroups: [{ id: 'S0HELP', handle: 'helpdesk', users: ['U0SAM'] }],
  channels: [
    {
      id: 'C0HELP',
      name: 'it-helpdesk',
      topic: 'Where devices are managed',
      members: [botUser, 'U0DANA', 'U0SAM', 'U0EVE', 'U0ALICE'],
    },
    {
      id: 'C0AUDIT',
      name: 'mail-audit',
      topic: 'Every change, in order',
      isPrivate: true,
      members: [botUser, 'U0DANA', 'U0SAM'],
    },
  ],
  auditChannel: 'C0AUDIT',
} as const satisfies Omit<SlackOptions, 'commands' | 'delivery'> & { readonly auditChannel: string };

/** A policy for these people. It is written once, to be played with. */
export function samplePolicy(terminalUser: string): string {
  const [{ id: guild, roles }] = sampleGuild.guilds;
  const [mailAdminRole, helpdeskRole] = roles;
  const discordAlice = sampleGuild.people[3];
  return `# The policy of the sandbox. Change it, and end Postern and start it again (or send it SIGHUP) to see what that does.
slack_teams: [${team}]
discord_guilds: ["${guild}"]

people:
  - name: Alice
    accounts: ["slack:${team}/U0ALICE", "discord:${guild}/${discordAlice.id}"]
    addresses: [alice@example.com]

groups:
  mail-admins: ["slack:${team}/U0DANA", "discord-role:${guild}/${mailAdminRole.id}", ${JSON.stringify(`terminal:${terminalUser}`)}]
  helpdesk: ["slack-group:${team}/S0HELP", "discord-role:${guild}/${helpdeskRole.id}"]

rules:
  - who: mail-admins
    may: [everything]
    on: ["*@*"]
  - who: helpdesk
    may: [list, add, edit, change-password, disconnect, audit]
    on: ["*@example.com"]
  - who: owner
    may: [list, add, edit, change-password, disconnect]
    on: ["*@example.com"]
`;
}
