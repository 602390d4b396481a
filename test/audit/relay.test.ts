import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { AuditChannels } from '../../src/core/audit-ports.ts';
import type { PublicView } from '../../src/core/view.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';
import { channelOf, newest, range, running, soon } from './audit-channel.ts';
import { addDevices, numbersIn, parts, wordsOf } from './setup.ts';

const database = testDatabase();

describe('an audit channel', () => {
  it('gets every event of a backlog once, in order, in digests that fit', async () => {
    const { opened, relay, posted, numbers } = channelOf(database);
    const address = await someAddress(database.db);
    await opened();
    const before = await newest(database);
    await addDevices(database.db, address, 300);

    relay().start();
    await vi.waitFor(() => expect(numbers()).toHaveLength(300), soon);

    expect(numbers()).toEqual(range(before, 300));
    expect(posted.length).toBeLessThan(20);
    expect(Math.max(...posted.map(({ blocks }) => blocks.length))).toBeLessThanOrEqual(41);
  });

  it('gets one change as one message: who, what, device and tag, address, when, number and hash', async () => {
    const { opened, relay, posted } = channelOf(database);
    const address = await someAddress(database.db);
    await opened();
    const [device] = await addDevices(database.db, address, 1);

    relay().start();
    await vi.waitFor(() => expect(posted).toHaveLength(1), soon);

    const words = posted.map(wordsOf).join();
    expect(words).toContain('slack:T0123/U0DANA added Device 1');
    expect(words).toContain(`(${device?.tag})`);
    expect(words).toContain(address.address);
    expect(words).toMatch(/\n\d{4}-\d\d-\d\dT.* · #\d+ · [0-9a-f]{8}$/);
  });

  it('never gets two messages within its pace', async () => {
    const { opened, relay } = channelOf(database);
    const times: number[] = [];
    await opened();
    const post = async () => void times.push(performance.now());
    relay({
      post,
      timing: { pace: 60 },
      size: { lines: 1, characters: 10 },
    }).start();
    await addDevices(database.db, await someAddress(database.db), 5);

    await vi.waitFor(() => expect(times).toHaveLength(6), soon);

    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    // A timer may end a millisecond early.
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(58);
  });

  it('begins with what happens from now on where it is new', async () => {
    const { relay, numbers, row } = channelOf(database);
    const address = await someAddress(database.db);
    await addDevices(database.db, address, 3);
    const before = await newest(database);

    relay().start();
    await vi.waitFor(async () => expect(await row()).toMatchObject({ number: before }), soon);
    await addDevices(database.db, address, 2);

    await vi.waitFor(() => expect(numbers()).toEqual(range(before, 2)), soon);
  });

  it('gets an event again, with the same number, where its process died before writing it down', async () => {
    const { opened, relay, numbers, channels, row, log } = channelOf(database);
    await opened();
    const before = await newest(database);
    await someAddress(database.db);
    const dies: AuditChannels = {
      ...channels,
      // As a process that is gone: nothing of it reaches the database any more.
      advance: () => new Promise(() => {}),
    };
    relay({ channels: dies }).start();
    await vi.waitFor(() => expect(numbers()).toEqual([before + 1]), soon);
    running.pop();
    expect(await row()).toMatchObject({ number: before });
    await database.sql('owner')`update audit_channel set lease_until = now() - interval '1 second'`;

    relay().start();
    await vi.waitFor(async () => expect(await row()).toMatchObject({ number: before + 1 }), soon);

    expect(numbers()).toEqual([before + 1, before + 1]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('gets no event twice from two processes, that are restarted over and over', async () => {
    const { opened, relay, numbers } = channelOf(database);
    const address = await someAddress(database.db);
    await opened();
    const before = await newest(database);
    const writing = addDevices(database.db, address, 120);
    const post = async (view: PublicView) => {
      await sleep(2);
      seen.push(...numbersIn(view));
    };
    const seen: number[] = [];
    relay({ post }).start();
    for (let restart = 0; restart < 12; restart += 1) {
      const next = relay({ post });
      next.start();
      await sleep(25);
      await running.shift()?.stop();
    }
    await writing;
    // The one that is left may have been refused a moment ago, and asks again only in a while.
    relay({ post, now: () => performance.now() + 10_000 }).start();
    await vi.waitFor(() => expect(seen).toHaveLength(120), soon);

    expect(seen).toEqual(range(before, 120));
    expect(numbers()).toEqual([]);
  });

  it('does not get what another process posted while this one was held up', async () => {
    const { opened, relay, posted, channels, channel, forward, row } = channelOf(database);
    await opened();
    const { events } = parts(database.db);
    let heldUp = 0;
    let goOn = () => {};
    const open = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const after: typeof events.after = async (...given) => {
      const found = await events.after(...given);
      if (found.length > 0) {
        heldUp += 1;
        await open;
      }
      return found;
    };
    relay({ events: { after } }).start();
    await someAddress(database.db);
    await vi.waitFor(() => expect(heldUp).toBe(1), soon);

    await database.sql('owner')`update audit_channel set lease_until = now() where channel = ${channel}`;
    await channels.claim(channel, 'another process', 60);
    await channels.advance(channel, await newest(database), 'another process');
    await channels.release(channel, 'another process');
    forward(30_000);
    goOn();
    await someAddress(database.db);

    await vi.waitFor(async () => expect(await row()).toMatchObject({ number: await newest(database) }), soon);
    expect(posted.flatMap(numbersIn)).toEqual([await newest(database)]);
  });

  it('is left to the process that has it', async () => {
    const { opened, relay, posted, channels, channel, forward } = channelOf(database);
    await opened();
    await channels.claim(channel, 'another process', 60);
    await someAddress(database.db);

    relay().start();
    await sleep(100);
    forward(30_000);
    await sleep(100);
    expect(posted).toEqual([]);

    await channels.release(channel, 'another process');
    forward(30_000);
    await vi.waitFor(() => expect(posted).toHaveLength(1), soon);
  });
});
