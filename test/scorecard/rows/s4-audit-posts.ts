import { setTimeout as sleep } from 'node:timers/promises';
import { addDevices, memoryLog, parts } from '../../audit/setup.ts';
import { newestNumber } from '../../support/audit-posts.ts';
import { someAddress } from '../../support/mailboxes.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import type { Random } from '../../support/random.ts';
import { type MortalRelay, mortalRelay } from '../posts/mortal-relay.ts';
import { type RoughChannel, roughChannel } from '../posts/rough-channel.ts';
import type { Row } from '../row.ts';

const channel = 'slack:C0AUDIT';
/** Faster than the real clock: what Slack asks to wait passes at once. */
const speed = 20;
/** Who writes at the same time. */
const writers = 4;
/** Events that a writer writes before it looks at the time. */
const atOnce = 25;
/** Milliseconds in which something has to get ahead. */
const patience = 120_000;

/** Every event once or more, in order, in a Slack that fails and from relays that are killed in the middle. */
export const auditPosts: Row = {
  id: 'S4',
  measure:
    'audit posts lost or out of order, with 429, 5xx, resets and lost answers, and relays killed and restarted',
  target: '0 in 10,000; repeats carry the same number',
  short: 300,
  full: 10_000,

  async run({ n, random, databases, isOver, note }) {
    const database = await databases.fresh();
    const rough = await roughChannel(random, 4 * n + 1000);
    const ends = { killed: 0, stopped: 0 };
    try {
      const addresses = await Promise.all(Array.from({ length: writers }, () => someAddress(database.db)));
      await openChannel(database);
      const before = await newestNumber(database);
      const writing = Promise.all(
        addresses.map(async (address, index) => {
          for (let left = share(n, index); left > 0 && !isOver(); left -= atOnce) {
            await addDevices(database.db, address, Math.min(left, atOnce));
          }
        }),
      );
      let written = false;
      void writing.then(() => {
        written = true;
      });
      let posted = before;
      let ahead = performance.now();
      for (
        let end = Number.POSITIVE_INFINITY;
        posted < end;
        end = written ? await newestNumber(database) : end
      ) {
        const relay = newRelay(database, rough, random);
        relay.start();
        await sleep(20 + random.below(1000));
        await endRelay(relay);
        const now = await postedNumber(database);
        if (now > posted) ahead = performance.now();
        else if (performance.now() - ahead > patience)
          throw new Error(`Nothing was posted behind #${now} any more`);
        posted = now;
        if ((ends.killed + ends.stopped) % 100 === 0) note(`${posted - before} of ${n} posted`);
      }
      await writing;

      const expected = await referencesAfter(database, before);
      const references = rough.references();
      const first = [...new Set(references)];
      const faults = [...rough.faults()].map(([name, times]) => `${times} × ${name}`).join(', ');
      const wrong = differences(expected, first);
      return {
        n: expected.length,
        result: `${wrong.length} of ${expected.length}, in ${rough.messages()} messages`,
        holds: wrong.length === 0 && (expected.length >= n || isOver()),
        details: [
          ...wrong.slice(0, 10),
          `${ends.killed} relays killed and ${ends.stopped} stopped; ${references.length - first.length} lines repeated, under the same number and hash; met: ${faults}`,
        ],
      };
    } finally {
      await rough.stop();
    }

    async function endRelay(relay: MortalRelay): Promise<void> {
      if (random.below(2) === 0) {
        ends.stopped += 1;
        return relay.stop();
      }
      ends.killed += 1;
      relay.kill();
      // Nobody waits for its lease to run out.
      await database.sql('owner')`update audit_channel set lease_until = now() - interval '1 second'`;
    }
  },
};

function newRelay(database: TestDatabase, rough: RoughChannel, random: Random): MortalRelay {
  const { events, channels } = parts(database.db);
  return mortalRelay({
    events,
    channels,
    channel,
    log: memoryLog(),
    timing: { pace: 2, longestPause: 20, brokenPause: 30 },
    size: { lines: 1 + random.below(6), characters: 9000 },
    now: () => performance.now() * speed,
    post: rough.post,
    onAlarm: () => {},
  });
}

/** What comes from now on is posted. */
async function openChannel(database: TestDatabase): Promise<void> {
  const { channels } = parts(database.db);
  for (const name of [channel, `${channel}/refusals`]) {
    await channels.claim(name, 'scorecard', 60);
    await channels.release(name, 'scorecard');
  }
}

function share(n: number, index: number): number {
  return Math.ceil((n - index) / writers);
}

function differences(expected: readonly string[], seen: readonly string[]): readonly string[] {
  const positions = new Map(seen.map((reference, index) => [reference, index]));
  const lost = expected
    .filter((reference) => !positions.has(reference))
    .map((reference) => `lost: ${reference}`);
  const known = new Set(expected);
  const order = seen.filter((reference) => known.has(reference));
  const late = order.filter(
    (reference, index) => index > 0 && numberOf(reference) < numberOf(order[index - 1] ?? ''),
  );
  const foreign = seen
    .filter((reference) => !known.has(reference))
    .map((reference) => `never written: ${reference}`);
  return [...lost, ...late.map((reference) => `out of order: ${reference}`), ...foreign];
}

function numberOf(reference: string): number {
  return Number(/\d+/.exec(reference)?.[0] ?? 0);
}

async function postedNumber(database: TestDatabase): Promise<number> {
  const [row] = await database.sql('owner')`
    select posted_number::int as number from audit_channel where channel = ${channel}`;
  return Number(row?.['number']);
}

async function referencesAfter(database: TestDatabase, number: number): Promise<readonly string[]> {
  const rows = await database.sql('owner')<{ number: number; hash: string }[]>`
    select number::int, left(encode(hash, 'hex'), 8) as hash from audit_event where number > ${number} order by number`;
  return rows.map((row) => `#${row.number} · ${row.hash}`);
}
