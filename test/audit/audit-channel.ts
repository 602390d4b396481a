import { randomUUID } from 'node:crypto';
import { createRelay, type Relay, type RelayOptions } from '../../src/audit/relay.ts';
import type { PublicView } from '../../src/core/view.ts';
import { afterEach } from 'vitest';
import type { TestDatabase } from '../support/database.ts';
import { clock, memoryLog, numbersIn, parts } from './setup.ts';

/** For `vi.waitFor`: what comes, comes soon, but a machine may be busy. */
export const soon = { timeout: 15_000, interval: 10 };

/** Stopped after each test. One that is taken out counts as killed. */
export const running: Relay[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()));
});

/** A channel of its own, so that tests of one database do not meet. */
export function channelOf(database: TestDatabase) {
  const channel = `slack:${randomUUID()}`;
  const posted: PublicView[] = [];
  const { now, forward } = clock();
  const log = memoryLog();
  const alarms: string[] = [];
  const { events, channels } = parts(database.db);

  function relay(change: Partial<RelayOptions> = {}): Relay {
    const timing = { pace: 5, refusalPause: 60_000, brokenPause: 30, longestPause: 20, ...change.timing };
    const made = createRelay({
      events,
      channels,
      channel,
      log,
      now,
      post: async (view) => void posted.push(view),
      onAlarm: (sentence) => alarms.push(sentence),
      ...change,
      timing,
    });
    running.push(made);
    return made;
  }

  /** The row is there: what comes from now on is posted. */
  async function opened(): Promise<void> {
    await channels.claim(channel, 'test', 60);
    await channels.release(channel, 'test');
    await channels.claim(`${channel}/refusals`, 'test', 60);
    await channels.release(`${channel}/refusals`, 'test');
  }

  /** `number`, `attempts` and `error`, as the database has them. */
  async function row(): Promise<unknown> {
    const [found] = await database.sql('owner')`
      select posted_number::int as number, attempts, last_error as error from audit_channel where channel = ${channel}`;
    return found;
  }

  const numbers = () => posted.flatMap(numbersIn);
  return { channel, channels, posted, alarms, log, forward, relay, opened, row, numbers };
}

export async function newest(database: TestDatabase): Promise<number> {
  const [found] = await database.sql(
    'owner',
  )`select coalesce(max(number), 0)::int as number from audit_event`;
  return Number(found?.['number']);
}

export function range(after: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => after + 1 + index);
}
