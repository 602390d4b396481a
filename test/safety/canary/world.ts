import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiCall } from '../../../src/sandbox/slack/journal.ts';
import { textOf } from '../../../src/sandbox/slack/find-control.ts';
import { asList } from '../../../src/sandbox/json.ts';
import { type StartedApp, startApp } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { type DatabaseProxy, databaseProxy } from '../../support/database-proxy.ts';
import { addAddress } from '../../support/devices.ts';
import { alice, dana, eve, sam } from '../../support/people.ts';
import { readable } from '../../support/seen.ts';

const channel = 'it-helpdesk';

/** One Postern, with everything that leaves it in view. */
export interface World {
  readonly name: string;
  readonly app: StartedApp;
  readonly proxy: DatabaseProxy;
  readonly database: TestDatabase;
  readonly home: string;
  stop(): Promise<void>;
}

export async function startWorld(
  database: TestDatabase,
  level: string,
  delivery: 'socket' | 'http',
  labels: readonly string[],
): Promise<World> {
  const home = await mkdtemp(join(tmpdir(), 'postern-canary-'));
  const proxy = await databaseProxy(database.bot);
  const env = { LOG_LEVEL: level, POSTERN_HOME: home, CHANGES_PER_MINUTE: '1000' };
  const app = await startApp(proxy.target, { delivery, env });
  await addAddress(database.db, 'alice@example.com', { devices: labels });
  return {
    name: `LOG_LEVEL ${level} over ${delivery}`,
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

/** A change of a password, and a device added, both while it fails. */
export async function issueMeeting(
  { app }: World,
  label: string,
  fail: () => void | Promise<void>,
  longest: number,
): Promise<void> {
  const person = app.person(dana);
  await person.say(channel, `/devices change-password alice@example.com ${label}`);
  const { ts } = await person.waitForMessage(`Change the password of ${label} (`);
  const from = app.slack.log.calls().length;
  await fail();
  await Promise.all([
    person.click({ ts, text: 'Change password' }),
    person.say(channel, `/devices add alice@example.com "Beside ${label}"`),
  ]);
  await quiet(app, from, longest);
}

/** Until no call of the app came for a while. One that hangs stays so in the journal; the app gives up after 5 s. */
async function quiet(app: StartedApp, from: number, longest: number): Promise<void> {
  const deadline = Date.now() + longest;
  let before = from;
  let steady = 0;
  while (Date.now() < deadline && steady < 5) {
    await sleep(60);
    const calls = app.slack.log.calls();
    const hangs = calls.slice(from).filter(({ fault }) => fault === 'hang');
    const isWaiting = hangs.some(({ at }) => Date.now() - at < 5500);
    steady = calls.length > from && calls.length === before && !isWaiting ? steady + 1 : 0;
    before = calls.length;
  }
}

/** Where else a password is: in any spelling, in whatever leaves the process. */
export async function foundElsewhere(
  world: World,
  passwords: readonly string[],
  printed: string,
): Promise<readonly string[]> {
  const { app } = world;
  const places = await placesOf(world, printed);
  const calls = app.slack.log.calls().map((call) => ({ call, written: JSON.stringify(call) }));
  const messages = app.person(dana).messages();
  return passwords.flatMap((password) => {
    const spellings = spellingsOf(password);
    const has = (text: string): boolean => spellings.some((spelling) => text.includes(spelling));
    const holding = calls.filter(({ written }) => has(written));
    const [answers, others] = [true, false].map((isAnswer) =>
      holding.filter(({ call }) => isPrivateAnswer(call) === isAnswer),
    );
    const shown = messages.filter((message) => has(readable(message)));
    return [
      ...places.filter(([, text]) => has(text)).map(([place]) => place),
      ...(others ?? []).map(({ call }) => `another call: ${call.method}`),
      ...(answers ?? [])
        .filter(({ call }) => has(JSON.stringify(withoutSecretLines(call.body))))
        .map(() => 'another part of the answer'),
      ...(shown.length > 1 ? ['a second message'] : []),
      ...(shown.some(({ ephemeral }) => !ephemeral) ? ['a message that others can read'] : []),
    ];
  });
}

export function spellingsOf(password: string): readonly string[] {
  const secret = password.slice(4);
  return [
    secret,
    secret.replace(/(.{4})(?=.)/g, '$1 '),
    secret.slice(0, 12),
    Buffer.from(password).toString('base64').slice(8, 30),
    Buffer.from(password).toString('hex').slice(10),
  ];
}

async function placesOf(
  { app, proxy, database, home }: World,
  printed: string,
): Promise<readonly (readonly [place: string, text: string])[]> {
  const owner = database.sql('owner');
  const deliveries = app.slack.log.deliveries();
  return [
    ['log', app.logged()],
    ...(await pagesOf(app.postern.url)),
    ['output', printed],
    // Whatever the database could write into its own log came by here.
    ['bytes to and from the database', proxy.recorded()],
    ['audit', JSON.stringify(await owner`select * from audit_event`)],
    ['deliveries', JSON.stringify(await owner`select * from delivery`)],
    ['devices', JSON.stringify(await owner`select * from device`)],
    ['what others see', JSON.stringify([sam, eve, alice].map((user) => app.person(user).messages()))],
    ['acknowledgements', JSON.stringify(deliveries.map(({ ack }) => ack))],
    ['what Slack sent', JSON.stringify(deliveries.map(({ payload }) => payload))],
    ['files', (await filesOf(home)).join('\n')],
  ];
}

/** What dana reads by now. */
export function seen({ app }: World): string {
  return app.person(dana).messages().map(readable).join('\n');
}

/** The message with the password, to who asked for it: by the way of that click, or in the channel for them alone. */
function isPrivateAnswer({ method, body }: ApiCall): boolean {
  if (method === 'response_url') {
    return body['response_type'] === 'ephemeral' && body['replace_original'] === false;
  }
  return method === 'chat.postEphemeral' && body['user'] === dana;
}

const secretLines = ['Password, to copy', 'To read aloud'];

/** The answer without its two blocks that are there to be copied and to be read aloud. */
function withoutSecretLines(body: ApiCall['body']): unknown {
  const blocks = asList(body['blocks']).filter(
    (block) => !secretLines.some((label) => textOf(block).startsWith(label)),
  );
  return { ...body, blocks };
}

/** What anybody can read who reaches the port. */
export async function pagesOf(url: string): Promise<readonly (readonly [place: string, text: string])[]> {
  return Promise.all(
    ['/metrics', '/healthz', '/readyz'].map(
      async (path) => [path, await (await fetch(url + path)).text()] as const,
    ),
  );
}

export async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')));
}
