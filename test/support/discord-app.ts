import { commands } from '../../commands/index.ts';
import { translations } from '../../commands/parts/translations.ts';
import type { DatabaseTarget } from '../../db/client.ts';
import { discordCommand } from '../../src/platforms/discord/registration.ts';
import { startDiscord } from '../../src/sandbox/discord/index.ts';
import type { Person } from '../../src/sandbox/discord/driver.ts';
import type { DiscordOptions } from '../../src/sandbox/discord/options.ts';
import type { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { sampleGuild } from '../../src/sandbox/sample-guild.ts';
import type { Postern } from '../../src/start.ts';
import { referee } from '../sandbox/discord/referee.ts';
import { commonEnvironment, runPostern } from './app.ts';

const [{ id: guild, roles }] = sampleGuild.guilds;
const [mailAdmin, helpdesk] = roles;
const [dana, sam, eve, alice] = sampleGuild.people;

/** The sample guild: who acts in tests there, by what the policy below lets them do. */
export const onDiscord = {
  guild,
  mailAdmin: mailAdmin.id,
  helpdesk: helpdesk.id,
  dana: dana.id,
  sam: sam.id,
  eve: eve.id,
  alice: alice.id,
  auditChannel: sampleGuild.auditChannel,
} as const;

/** As long as a real one: a shorter one is refused. */
const token = `${'sandbox'.repeat(8)}.discord.token`;

/** As the audit and the policy name somebody of the guild. */
export function discordActor(user: string): string {
  return `discord:${guild}/${user}`;
}

/** The policy of people.ts, for the guild. */
export const discordPolicy = `
discord_guilds: ["${guild}"]
people:
  - name: Alice
    accounts: ["${discordActor(alice.id)}"]
    addresses: [alice@example.com]
groups:
  mail-admins: ["discord-role:${guild}/${mailAdmin.id}"]
  helpdesk: ["discord-role:${guild}/${helpdesk.id}"]
rules:
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: helpdesk, may: [list, add, edit, change-password, disconnect, audit], on: ["*@example.com"] }
  - { who: owner, may: [list, add, edit, change-password, disconnect], on: ["*@example.com"] }
`;

/** A Discord of our own, as strict as Discord's own schemas, that knows the commands. */
export async function startTestDiscord(change: Partial<DiscordOptions> = {}): Promise<DiscordSandbox> {
  const discord = await startDiscord({
    ...sampleGuild,
    app: { ...sampleGuild.app, token },
    judge: referee,
    // Not Discord's three seconds: on a busy machine an answer can take longer.
    interactionLifetime: 30_000,
    ...change,
  });
  discord.commands.set(null, [{ ...discordCommand('devices', commands, translations) }]);
  return discord;
}

/** The settings of a real Discord, that is at our own address. */
export function discordEnvironment({ api }: DiscordSandbox): Readonly<Record<string, string>> {
  return { DISCORD_TOKEN: token, DISCORD_API_URL: api, DISCORD_AUDIT_CHANNEL: onDiscord.auditChannel };
}

export interface StartedDiscordApp {
  readonly discord: DiscordSandbox;
  readonly postern: Postern;
  readonly person: (id: string) => Person;
  /** Every line of the log so far. */
  readonly logged: () => string;
  stop(): Promise<void>;
}

export interface DiscordAppOptions {
  readonly policy?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly discord?: Partial<DiscordOptions>;
}

/** The whole of Postern with Discord alone, connected to a Discord of our own over real sockets. */
export async function startDiscordApp(
  bot: DatabaseTarget,
  { policy = discordPolicy, env = {}, discord: change = {} }: DiscordAppOptions = {},
): Promise<StartedDiscordApp> {
  const discord = await startTestDiscord(change);
  const all = { ...commonEnvironment(bot), ...discordEnvironment(discord), ...env };
  const running = await runPostern(all, policy);
  return {
    discord,
    postern: running.postern,
    person: (id) => discord.person(id),
    logged: running.logged,
    async stop() {
      await running.stop();
      await discord.stop();
    },
  };
}
