import { describe, expect, it, vi } from 'vitest';
import { createSignOutStore } from '../../db/sign-outs.ts';
import { testDatabase } from '../support/database.ts';
import { disconnected, doubles, dovecots, makeDue, processOn } from './setup.ts';

const database = testDatabase();
const connect = dovecots();

describe('a sign-out that somebody else has in hand', () => {
  const hosts = doubles('2.4');

  it.each(['device', 'address'] as const)('is waited for: the loop has it (by %s)', async (by) => {
    const { address, device, identity } = await disconnected(database);
    const [host] = hosts;
    host?.signIn(identity);
    await makeDue(database);
    const store = createSignOutStore(database.db);
    const { sessions } = processOn(database, connect(hosts).mail, store, { secondLook: 1000 });
    sessions.start();
    await vi.waitFor(() => expect(host?.masks()).toEqual([identity]));

    const revoked = by === 'device' ? { device: device.id } : { address: address.id };
    const { report, later } = await sessions.end(revoked);
    expect(later ? await later : report).toEqual({
      kind: 'ended',
      before: { count: 0, protocols: [] },
    });
  });

  it('is not said to have ended where that can’t be seen: another process has it', async () => {
    const { device } = await disconnected(database);
    const { sessions, store } = processOn(database, connect(hosts).mail);
    await makeDue(database);
    await store.claimDue(60);
    expect(await sessions.end({ device: device.id })).toMatchObject({ report: { kind: 'ending' } });
  });

  it('has ended after all where nothing is left, though it was given up', async () => {
    const { address, device, identity } = await disconnected(database);
    const [host] = hosts;
    host?.signIn(identity);
    host?.misbehave('a kick that ends nothing');
    const { sessions, store } = processOn(database, connect(hosts).mail);
    const { later } = await sessions.end({ device: device.id });
    host?.misbehave(undefined);
    host?.signOut(identity);
    await database.sql('owner')`update sign_out set given_up_at = now() where identity = ${identity}`;

    expect(await later).toMatchObject({ kind: 'ended' });
    expect(await store.openOf(address.id)).toEqual([]);
  });
});

describe('a database that is away for a moment', () => {
  const hosts = doubles('2.4');

  it('makes the answer an honest one, and the end comes later', async () => {
    const { device, identity } = await disconnected(database);
    hosts[0]?.signIn(identity);
    const store = createSignOutStore(database.db);
    let calls = 0;
    const { sessions } = processOn(database, connect(hosts).mail, {
      ...store,
      claimOf: async (...words) => {
        calls += 1;
        if (calls <= 2) throw new Error('The database is away');
        return store.claimOf(...words);
      },
    });

    const { report, later } = await sessions.end({ device: device.id });
    expect(report).toMatchObject({ kind: 'ending', trouble: [] });
    expect(await later).toMatchObject({ kind: 'ended', before: { count: 1 } });
  });

  it('changes nothing about sessions that were seen to end', async () => {
    const { device, identity } = await disconnected(database);
    hosts[0]?.signIn(identity);
    const store = createSignOutStore(database.db);
    const done = async () => {
      throw new Error('The database is away');
    };
    const { report } = await processOn(database, connect(hosts).mail, { ...store, done }).sessions.end({
      device: device.id,
    });
    expect(report).toMatchObject({ kind: 'ended', before: { count: 1 } });
  });
});

describe('stopping', () => {
  const hosts = doubles('2.4');

  it('ends at once, gives back what was taken, and tells no end', async () => {
    const { device, identity } = await disconnected(database);
    hosts[0]?.signIn(identity);
    hosts[0]?.misbehave('says nothing');
    const { sessions, store } = processOn(database, connect(hosts, { timeout: 60_000 }).mail);
    const end = sessions.end({ device: device.id });
    const sql = database.sql('owner');
    await vi.waitFor(async () =>
      expect(await sql`select attempts from sign_out where identity = ${identity}`).toMatchObject([
        { attempts: 1 },
      ]),
    );

    await sessions.stop();
    const { report, later } = await end;
    expect(report).toMatchObject({ kind: 'ending', trouble: [] });
    expect(await later).toBeUndefined();
    expect(await store.claimOf({ device: device.id }, 1)).toMatchObject([{ identity, attempts: 1 }]);
  });
});

describe('without a mail server', () => {
  it('says so, and leaves the sign-out for the day that there is one', async () => {
    const { address, device } = await disconnected(database);
    const { sessions, store } = processOn(database, undefined);
    sessions.start();

    expect(await sessions.end({ device: device.id })).toEqual({ report: { kind: 'no-mail-server' } });
    expect(await sessions.connections(address.address)).toEqual({ kind: 'no-mail-server' });
    expect(await sessions.open(address.id)).toEqual([]);
    expect(await store.claimOf({ device: device.id }, 1)).toHaveLength(1);
  });
});
