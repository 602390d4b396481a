import { afterEach, expect, it, vi } from 'vitest';
import { createRelay, type Relay } from '../../src/audit/relay.ts';
import { Secret } from '../../src/core/secret.ts';
import { createClients } from '../../src/platforms/slack/clients.ts';
import { createPosts } from '../../src/platforms/slack/posts.ts';
import type { SlackSandbox } from '../../src/sandbox/slack/index.ts';
import { options, slack } from '../sandbox/slack/setup.ts';
import { postedNumbers } from '../support/audit-posts.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';
import { addDevices, memoryLog, parts } from './setup.ts';

const database = testDatabase();
const running: Relay[] = [];
const channel = 'slack:C0AUDIT';
const soon = { timeout: 15_000, interval: 20 };

afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
});

/** The row is there, as after an earlier start. */
async function opened(): Promise<number> {
  const { channels } = parts(database.db);
  await database.sql('owner')`delete from audit_channel`;
  const claimed = await channels.claim(channel, 'test', 60);
  await channels.release(channel, 'test');
  return claimed?.postedNumber ?? 0;
}

function relayTo(sandbox: SlackSandbox, alarms: string[] = []): void {
  const { posts } = createClients(new Secret(options.app.botToken), sandbox.apiUrl);
  const { post } = createPosts(
    posts,
    () => options.team.id,
    () => {},
  );
  const relay = createRelay({
    ...parts(database.db),
    channel,
    log: memoryLog(),
    now: () => performance.now(),
    timing: { pace: 10, brokenPause: 50, longestPause: 50 },
    post: (view) => post('C0AUDIT', view),
    onAlarm: (sentence) => alarms.push(sentence),
  });
  running.push(relay);
  relay.start();
}

function range(after: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => after + 1 + index);
}

it('posts 300 changes in order through whatever Slack does, and repeats only what it could not know of', async () => {
  const sandbox = await slack();
  const address = await someAddress(database.db);
  const before = await opened();
  await addDevices(database.db, address, 300);
  sandbox.misbehave.api('chat.postMessage', { kind: 'status', status: 503 }, { times: 2 });
  sandbox.misbehave.api('chat.postMessage', { kind: 'reset' });
  sandbox.misbehave.api('chat.postMessage', { kind: 'lost-answer' });
  sandbox.misbehave.api('chat.postMessage', { kind: 'error', error: 'fatal_error' });

  relayTo(sandbox);
  await vi.waitFor(() => expect(postedNumbers(sandbox).at(-1)).toBe(before + 300), soon);

  const seen = postedNumbers(sandbox);
  expect([...new Set(seen)]).toEqual(range(before, 300));
  const repeated = seen.filter((number, index) => seen.indexOf(number) !== index);
  // The digest whose answer was lost.
  expect(repeated).toEqual(range(before, repeated.length));
  expect(repeated.length).toBeGreaterThan(0);
});

it('waits as long as Slack says', async () => {
  const sandbox = await slack();
  const before = await opened();
  sandbox.misbehave.api('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 1 });
  await someAddress(database.db);
  relayTo(sandbox);
  await vi.waitFor(() => expect(postedNumbers(sandbox)).toEqual([before + 1]), soon);

  const [first, second] = sandbox.log.calls('chat.postMessage');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
});

it.each([
  ['was archived', 'is_archived', { archived: true }],
  ['lost the app', 'not_in_channel', { members: ['U0DANA'] }],
] as const)(
  'raises an alarm where the channel %s, and posts what waited when it is mended',
  async (_name, code, broken) => {
    const channels = options.channels.map((one) => (one.id === 'C0AUDIT' ? { ...one, ...broken } : one));
    const away = await slack({ channels });
    const address = await someAddress(database.db);
    const before = await opened();
    const alarms: string[] = [];
    relayTo(away, alarms);
    await addDevices(database.db, address, 2);
    await vi.waitFor(() => expect(alarms).toEqual([expect.stringContaining(`(${code})`)]), soon);
    await Promise.all(running.splice(0).map((relay) => relay.stop()));

    const mended = await slack();
    relayTo(mended);
    await vi.waitFor(() => expect(postedNumbers(mended)).toEqual(range(before, 2)), soon);
  },
);
