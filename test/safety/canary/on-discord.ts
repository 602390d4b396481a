import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { allComponents } from '../../../src/sandbox/discord/components.ts';
import type { RestCall } from '../../../src/sandbox/discord/journal.ts';
import type { RestFault } from '../../../src/sandbox/discord/misbehave.ts';
import { asObject, asText } from '../../../src/sandbox/json.ts';
import type { TestDatabase } from '../../support/database.ts';
import { type DatabaseProxy, databaseProxy } from '../../support/database-proxy.ts';
import { addAddress } from '../../support/devices.ts';
import { onDiscord, type StartedDiscordApp, startDiscordApp } from '../../support/discord-app.ts';
import { databaseFailures, type Failure } from './failures.ts';
import { filesOf, pagesOf, spellingsOf } from './world.ts';

const channel = 'it-helpdesk';
const { dana, sam, eve, alice } = onDiscord;

/** One Postern on Discord, with everything that leaves it in view. */
export interface DiscordWorld {
  readonly name: string;
  readonly app: StartedDiscordApp;
  readonly proxy: DatabaseProxy;
  readonly database: TestDatabase;
  readonly home: string;
  stop(): Promise<void>;
}

export async function startDiscordWorld(
  database: TestDatabase,
  level: string,
  labels: readonly string[],
): Promise<DiscordWorld> {
  const home = await mkdtemp(join(tmpdir(), 'postern-canary-'));
  const proxy = await databaseProxy(database.bot);
  const env = { LOG_LEVEL: level, POSTERN_HOME: home, CHANGES_PER_MINUTE: '1000' };
  const app = await startDiscordApp(proxy.target, { env, discord: { rateLimits: false } });
  await addAddress(database.db, 'alice@example.com', { devices: labels });
  return {
    name: `LOG_LEVEL ${level} on Discord`,
    app,
    proxy,
    database,
    home,
    async stop() {
      await app.stop();
      await proxy.close();
      await rm(home, { recursive: true });
    },
  };
}

export const meets = (route: string, fault: RestFault): Failure<DiscordWorld> => ({
  name: `${route} meets ${JSON.stringify(fault)}`,
  begin: ({ app: { discord } }) => discord.misbehave.rest(route, fault, { times: 2 }),
});

/** Edits fill the first answer, and messages that follow it hold what a click issues. */
const answers = '/webhooks/';

export const discordFailures: readonly Failure<DiscordWorld>[] = [
  { name: 'nothing is wrong', begin: () => {} },
  ...[400, 401, 403, 404, 429, 500, 502].map((status) => meets(answers, { kind: 'status', status })),
  meets(answers, { kind: 'refused', status: 404, code: 10_015 }),
  meets(answers, { kind: 'refused', status: 401, code: 50_027 }),
  meets(answers, { kind: 'refused', status: 400, code: 50_035 }),
  meets(answers, { kind: 'rate-limited', scope: 'bucket', retryAfterSeconds: 1 }),
  meets(answers, { kind: 'reset' }),
  meets(answers, { kind: 'lost-answer' }),
  meets(answers, { kind: 'slow', milliseconds: 300 }),
  meets('callback', { kind: 'reset' }),
  meets('callback', { kind: 'lost-answer' }),
  meets('POST /channels', { kind: 'status', status: 500 }),
  {
    name: 'each interaction comes three times',
    begin: ({ app }) => app.discord.misbehave.deliveries({ copies: 3 }),
  },
  ...databaseFailures,
  { ...meets(answers, { kind: 'hang' }), lasts: 15_000 },
];

/** A change of a password, and a device added, both while it fails. */
export async function issueMeeting(
  { app }: DiscordWorld,
  label: string,
  fail: () => void | Promise<void>,
  longest: number,
): Promise<void> {
  const person = app.person(dana);
  await person.command(channel, 'devices change-password', { address: 'alice@example.com', device: label });
  const { id } = await person.waitForMessage(`Change the password of **${label}** (`, channel, 15_000);
  const from = app.discord.log.calls().length;
  await fail();
  await Promise.all([
    person.click({ message: id, label: 'Change password' }),
    person.command(channel, 'devices add', { address: 'alice@example.com', label: `Beside ${label}` }),
  ]);
  await quiet(app, from, longest);
}

/** Until no call of the app came for a while, and none hangs that it still waits for. */
async function quiet(app: StartedDiscordApp, from: number, longest: number): Promise<void> {
  const deadline = Date.now() + longest;
  let before = from;
  let steady = 0;
  while (Date.now() < deadline && steady < 6) {
    await sleep(60);
    const calls = app.discord.log.calls();
    const isWaiting = calls.slice(from).some(({ fault, at }) => fault === 'hang' && Date.now() - at < 2500);
    steady = calls.length > from && calls.length === before && !isWaiting ? steady + 1 : 0;
    before = calls.length;
  }
}

/** Where else a password is: in any spelling, in whatever leaves the process. */
export async function foundElsewhere(
  { app, proxy, database, home }: DiscordWorld,
  passwords: readonly string[],
  printed: string,
): Promise<readonly string[]> {
  const owner = database.sql('owner');
  const { calls, deliveries } = app.discord.log;
  const places = [
    ['log', app.logged()],
    ...(await pagesOf(app.postern.url)),
    ['output', printed],
    ['bytes to and from the database', proxy.recorded()],
    ['audit', JSON.stringify(await owner`select * from audit_event`)],
    ['deliveries', JSON.stringify(await owner`select * from delivery`)],
    ['devices', JSON.stringify(await owner`select * from device`)],
    ['what others see', JSON.stringify([sam, eve, alice].map((user) => app.person(user).messages()))],
    ['what Discord sent', JSON.stringify(deliveries().map(({ payload }) => payload))],
    ['files', (await filesOf(home)).join('\n')],
  ] as const;
  const messages = app.person(dana).messages();
  return passwords.flatMap((password) => {
    const has = (text: string): boolean => spellingsOf(password).some((spelling) => text.includes(spelling));
    const holding = calls().filter((call) => has(JSON.stringify(call)));
    const shown = messages.filter((message) => has(JSON.stringify(message)));
    return [
      ...places.filter(([, text]) => has(text)).map(([place]) => place),
      ...holding.filter((call) => !isPrivateAnswer(call)).map(({ route }) => `another call: ${route}`),
      ...holding.filter((call) => has(withoutSecretLines(call))).map(() => 'another part of the answer'),
      ...(shown.length > 1 ? ['a second message'] : []),
      ...(shown.some(({ ephemeral }) => !ephemeral) ? ['a message that others can read'] : []),
    ];
  });
}

/** What dana reads by now. */
export function seen({ app }: DiscordWorld): string {
  return JSON.stringify(app.person(dana).messages());
}

const ephemeral = 64;

/** The first answer, which was deferred privately, or a private message behind it. */
function isPrivateAnswer({ route, body }: RestCall): boolean {
  if (route.startsWith('PATCH /webhooks/')) return route.endsWith('@original');
  return route.startsWith('POST /webhooks/') && (Number(body['flags']) & ephemeral) !== 0;
}

const secretLines = [/\*\*Password, to copy\*\*\n```\n[^`]*\n```/, /\*\*To read aloud[^\n]*\*\* `[^`]*`/];

/** The answer without its two lines that are there to be copied and to be read aloud. */
function withoutSecretLines({ body }: RestCall): string {
  const texts = allComponents(body['components']).map((component) => asText(asObject(component)['content']));
  const rest = secretLines.reduce((left, line) => left.replace(line, ''), texts.join('\n'));
  return `${rest}${JSON.stringify({ ...body, components: undefined })}`;
}
