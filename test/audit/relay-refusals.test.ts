import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { sam, someAddress } from '../support/mailboxes.ts';
import { channelOf, newest, range, soon } from './audit-channel.ts';
import { addDevices, refuse, wordsOf } from './setup.ts';

const database = testDatabase();

describe('refusals', () => {
  it('of one delivery are one event, also where two processes write it at one moment', async () => {
    const before = await newest(database);
    const op = randomUUID();
    await Promise.all([1, 2, 3].map(() => refuse(database.db, sam, op)));
    await refuse(database.db, sam, op);
    await refuse(database.db, sam, randomUUID());
    expect(await newest(database)).toBe(before + 2);
  });

  it('are one line a minute in the channel, counted, and hold up no change', async () => {
    const { opened, relay, posted, numbers, forward } = channelOf(database);
    const address = await someAddress(database.db);
    await opened();
    const before = await newest(database);
    relay().start();
    for (let index = 0; index < 30; index += 1) await refuse(database.db, sam, randomUUID());
    await addDevices(database.db, address, 20);
    await vi.waitFor(() => expect(numbers()).toEqual(range(before + 30, 20)), soon);
    for (let index = 0; index < 7; index += 1) await refuse(database.db, sam, randomUUID());
    await sleep(100);

    const lines = () => posted.map(wordsOf).filter((words) => /refus/.test(words));
    expect(lines()).toHaveLength(1);

    await expireLeases();
    forward(60_000);
    await vi.waitFor(() => expect(lines()).toHaveLength(2), soon);
    const counted = lines().flatMap((line) =>
      [...line.matchAll(/(?:(\d+) refusals since)|(was refused)/g)].map(([, count]) => Number(count ?? 1)),
    );
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(37);
    expect(lines()[1]).toMatch(/slack:T0123\/U0SAM × list \(\d+\) · #\d+ to #\d+ · [0-9a-f]{8}/);
  });

  it('wait out their minute over a restart, and none is lost', async () => {
    const { opened, relay, posted } = channelOf(database);
    await opened();
    const first = relay();
    first.start();
    await refuse(database.db, sam, randomUUID());
    await vi.waitFor(() => expect(posted).toHaveLength(1), soon);
    await refuse(database.db, sam, randomUUID());
    await first.stop();

    await refuse(database.db, sam, randomUUID());
    relay().start();
    await sleep(150);
    expect(posted).toHaveLength(1);

    await expireLeases();
    await vi.waitFor(() => expect(posted).toHaveLength(2), soon);
    expect(wordsOf(posted[1] ?? { title: '', blocks: [] })).toContain('2 refusals since');
  });

  async function expireLeases(): Promise<void> {
    await database.sql('owner')`
      update audit_channel set lease_until = now() - interval '1 second' where channel like '%/refusals'`;
  }
});
