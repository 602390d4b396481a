import { setTimeout as sleep } from 'node:timers/promises';
import { createSignOutStore } from '../../../db/sign-outs.ts';
import { createLoop } from '../../../src/audit/loop.ts';
import { createRelay } from '../../../src/audit/relay.ts';
import { createDovecot } from '../../../src/mail/dovecot.ts';
import { createSessions } from '../../../src/mail/sign-outs.ts';
import { memoryLog, parts, wordsOf } from '../../audit/setup.ts';
import { type DoveadmDouble, startDoveadmDouble } from '../../mail-server/doveadm-double.ts';
import type { Misbehaviour } from '../../mail-server/doveadm-table.ts';
import { disconnected, makeDue } from '../../mail-server/setup.ts';
import { eventNumbersIn } from '../../support/audit-posts.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import type { Row } from '../row.ts';

const channel = 'slack:C0AUDIT';
/** Sign-outs that a mail server fails in the same way, at the same time. */
const batch = 20;
/** Milliseconds from the end of the last try until it stands in the channel. */
const target = 60_000;

const failures: readonly Misbehaviour[] = [
  'a kick that ends nothing',
  'hangs up',
  'HTTP 500',
  'HTTP 401',
  'HTML in place of JSON',
  'half of its JSON',
  'JSON of another shape',
  'no such command',
  'commands not allowed',
  'sessions without their device',
  'says nothing',
];

/** Six tries, by the clock of the database moved on; the relay at its usual pace. */
export const failedSignOuts: Row = {
  id: 'S13',
  measure: 'failed sign-outs that a person sees: in the list as "needs attention", and in the audit channel',
  target: 'all, ≤ 60 s after the last try',
  short: 40,
  full: 1000,

  async run({ n, random, databases, note }) {
    const database = await databases.fresh();
    const posted = new Map<number, number>();
    const stopRelay = await startRelay(database, posted);
    const jobs: Job[] = [];
    try {
      while (jobs.length < n) {
        const how = failures[(jobs.length / batch) % failures.length] ?? 'HTTP 500';
        jobs.push(...(await fail(database, how, Math.min(batch, n - jobs.length), random.below)));
        if (jobs.length % 200 === 0) note(`${jobs.length} failed for good`);
      }
      const events = await eventsOf(database);
      const latest = Date.now() + 2 * target;
      while ([...events.values()].some((number) => !posted.has(number)) && Date.now() < latest)
        await sleep(100);

      const delays = jobs.map(({ device, givenUpAt }) => {
        const number = events.get(device);
        const at = number === undefined ? undefined : posted.get(number);
        return at === undefined || givenUpAt === undefined ? Number.POSITIVE_INFINITY : at - givenUpAt;
      });
      const unseen = jobs.filter(({ isListed }, index) => !isListed || (delays[index] ?? 0) > target);
      return {
        n: jobs.length,
        result: `${jobs.length - unseen.length} of ${jobs.length}, at most ${(Math.max(...delays) / 1000).toFixed(1)} s after the last try`,
        holds: unseen.length === 0,
        details: unseen
          .slice(0, 10)
          .map(
            ({ device, how, isListed }) =>
              `device ${device} (${how}): ${isListed ? 'not in the channel in time' : 'not in the list'}`,
          ),
      };
    } finally {
      await stopRelay();
    }
  },
};

interface Job {
  readonly device: string;
  readonly how: Misbehaviour;
  /** Milliseconds since 1970, by the database. */
  readonly givenUpAt: number | undefined;
  readonly isListed: boolean;
}

/** Disconnects so many devices at a mail server that fails, and lets time pass until each was tried for the last time. */
async function fail(
  database: TestDatabase,
  how: Misbehaviour,
  count: number,
  below: (limit: number) => number,
): Promise<readonly Job[]> {
  const double = await startDoveadmDouble(below(2) === 0 ? '2.3' : '2.4');
  const revoked = await Promise.all(Array.from({ length: count }, () => disconnected(database)));
  for (const { identity } of revoked) double.signIn(identity);
  double.misbehave(how);
  const stopSessions = startSessions(database, double);
  try {
    const end = performance.now() + 300_000;
    while ((await stillOpen(database)) > 0) {
      if (performance.now() > end) throw new Error(`Still being tried after five minutes: ${how}`);
      await makeDue(database);
      await sleep(50);
    }
    const store = createSignOutStore(database.db);
    return await Promise.all(
      revoked.map(async ({ address, device }) => {
        const [row] = await database.sql('owner')<{ at: number }[]>`
          select extract(epoch from given_up_at)::float8 * 1000 as at from sign_out where device_id = ${device.id}`;
        const open = await store.openOf(address.id);
        const isListed = open.some((one) => one.device === device.id && one.state === 'needs-attention');
        return { device: device.id, how, givenUpAt: row?.at, isListed };
      }),
    );
  } finally {
    await stopSessions();
    await double.stop();
  }
}

function startSessions(database: TestDatabase, double: DoveadmDouble): () => Promise<void> {
  const log = memoryLog();
  const mail = createDovecot({
    urls: [double.url],
    apiKey: double.apiKey,
    version: undefined,
    log,
    timeout: 500,
  });
  const store = createSignOutStore(database.db);
  const sessions = createSessions({ store, mail, log, createLoop, secondLook: 20, every: 30, lookAgain: 30 });
  sessions.start();
  return async () => {
    await sessions.stop();
    await mail.stop();
  };
}

async function startRelay(database: TestDatabase, posted: Map<number, number>): Promise<() => Promise<void>> {
  const { events, channels } = parts(database.db);
  for (const name of [channel, `${channel}/refusals`]) {
    await channels.claim(name, 'scorecard', 60);
    await channels.release(name, 'scorecard');
  }
  const relay = createRelay({
    events,
    channels,
    channel,
    log: memoryLog(),
    now: () => performance.now(),
    post: async (view) => {
      for (const number of eventNumbersIn(wordsOf(view))) {
        posted.set(number, posted.get(number) ?? Date.now());
      }
    },
    onAlarm: () => {},
  });
  relay.start();
  return () => relay.stop();
}

async function stillOpen(database: TestDatabase): Promise<number> {
  const [row] = await database.sql('owner')`
    select count(*)::int as count from sign_out where done_at is null and given_up_at is null`;
  return Number(row?.['count']);
}

/** The number of the event that says of a device that its sign-out failed. */
async function eventsOf(database: TestDatabase): Promise<ReadonlyMap<string, number>> {
  const rows = await database.sql('owner')<{ device: string; number: number }[]>`
    select failed ->> 'id' as device, number::int from audit_event event,
      jsonb_array_elements(event.entry::jsonb -> 'devices') failed
    where kind = 'sign-out.failed'`;
  return new Map(rows.map(({ device, number }) => [device, number]));
}
