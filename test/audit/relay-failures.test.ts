import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { AuditChannels } from '../../src/core/audit-ports.ts';
import { PostFailure } from '../../src/core/platform.ts';
import type { PublicView } from '../../src/core/view.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';
import { channelOf, newest, range, soon } from './audit-channel.ts';
import { addDevices } from './setup.ts';

const database = testDatabase();

describe('an audit channel', () => {
  it('gets what waited when the platform is back, in order', async () => {
    const { opened, relay, numbers, posted, log, row } = channelOf(database);
    const address = await someAddress(database.db);
    await opened();
    const before = await newest(database);
    let away = true;
    const post = async (view: PublicView) => {
      if (away) throw new PostFailure('ECONNREFUSED', { permanent: false });
      posted.push(view);
    };
    relay({ post }).start();
    await addDevices(database.db, address, 60);
    await vi.waitFor(
      async () => expect(await row()).toMatchObject({ error: 'ECONNREFUSED', number: before }),
      soon,
    );
    expect(log.lines.some(({ level }) => level === 'warn')).toBe(true);

    away = false;
    await vi.waitFor(() => expect(numbers()).toEqual(range(before, 60)), soon);
    await vi.waitFor(
      async () => expect(await row()).toEqual({ number: before + 60, attempts: 0, error: null }),
      soon,
    );
  });

  it('is not tried before the platform said to come back', async () => {
    const { opened, relay, posted, forward } = channelOf(database);
    await opened();
    let calls = 0;
    const post = async (view: PublicView) => {
      calls += 1;
      if (calls === 1) throw new PostFailure('rate_limited', { permanent: false, retryAfter: 30 });
      posted.push(view);
    };
    relay({ post }).start();
    await someAddress(database.db);
    await vi.waitFor(() => expect(calls).toBe(1), soon);
    await sleep(100);
    expect(calls).toBe(1);

    forward(30_000);
    await vi.waitFor(() => expect(posted).toHaveLength(1), soon);
  });

  it('raises one alarm where a person must mend it, keeps its queue, and is drained when mended', async () => {
    const { opened, relay, posted, numbers, alarms, log } = channelOf(database);
    const address = await someAddress(database.db);
    await opened();
    const before = await newest(database);
    let calls = 0;
    let archived = true;
    const post = async (view: PublicView) => {
      calls += 1;
      if (archived) throw new PostFailure('is_archived', { permanent: true });
      posted.push(view);
    };
    relay({ post }).start();
    await addDevices(database.db, address, 3);
    await vi.waitFor(() => expect(calls).toBeGreaterThan(3), soon);

    expect(alarms).toEqual([expect.stringMatching(/takes no messages \(is_archived\).*from #\d+ on/)]);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    archived = false;
    await vi.waitFor(() => expect(numbers()).toEqual(range(before, 3)), soon);
    expect(log.lines.at(-1)).toMatchObject({ level: 'info', message: 'audit channel takes messages again' });
  });

  it('is not hammered where a person must mend it', async () => {
    const { opened, relay, forward } = channelOf(database);
    await opened();
    let calls = 0;
    const post = async () => {
      calls += 1;
      throw new PostFailure('not_in_channel', { permanent: true });
    };
    relay({ post, timing: { brokenPause: 60_000 } }).start();
    await someAddress(database.db);
    await vi.waitFor(() => expect(calls).toBe(1), soon);
    await sleep(100);
    expect(calls).toBe(1);

    forward(60_000);
    await vi.waitFor(() => expect(calls).toBe(2), soon);
  });

  it('does not get again what was posted while the database was away', async () => {
    const { opened, relay, numbers, channels, row, log } = channelOf(database);
    await opened();
    const before = await newest(database);
    let away = 3;
    const shaky: AuditChannels = {
      ...channels,
      advance: async (...given) => {
        if (away > 0) {
          away -= 1;
          throw new Error('The database is away');
        }
        return channels.advance(...given);
      },
    };
    relay({ channels: shaky }).start();
    await someAddress(database.db);

    await vi.waitFor(async () => expect(await row()).toMatchObject({ number: before + 1 }), soon);
    expect(numbers()).toEqual([before + 1]);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(3);
  });
});
