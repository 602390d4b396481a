import { describe, expect, it, vi } from 'vitest';
import { createSignOutStore } from '../../db/sign-outs.ts';
import { testDatabase } from '../support/database.ts';
import { disconnected, doubles, dovecots, processOn } from './setup.ts';

const database = testDatabase();
const connect = dovecots();

describe('a sign-out that another process has in hand', () => {
  const hosts = doubles('2.4');

  it('is waited for', async () => {
    const { address, identity } = await disconnected(database);
    const { sessions, store } = processOn(database, connect(hosts).mail);
    const taken = (await store.claimDue(60)).find((one) => one.identity === identity);
    if (!taken) throw new Error('The other process took nothing');

    const { report, later } = await sessions.end({ address: address.id });
    expect(report).toMatchObject({ kind: 'ending', trouble: [] });
    await store.done([taken.id]);
    expect(await later).toEqual({ kind: 'ended', before: { count: 0, protocols: [] } });
  });

  it('is not said to have ended where that can’t be seen', async () => {
    const { device } = await disconnected(database);
    const { sessions, store } = processOn(database, connect(hosts).mail);
    await store.claimDue(60);
    expect(await sessions.end({ device: device.id })).toMatchObject({ report: { kind: 'ending' } });
  });

  it('has ended after all where nothing is left, though the other one has given it up', async () => {
    const { address, identity } = await disconnected(database);
    const { sessions, store } = processOn(database, connect(hosts).mail);
    const taken = (await store.claimDue(60)).find((one) => one.identity === identity);
    if (!taken) throw new Error('The other process took nothing');
    const { later } = await sessions.end({ address: address.id });
    await database.sql('owner')`update sign_out set given_up_at = now() where id = ${taken.id}`;

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
    const { address, device, identity } = await disconnected(database);
    hosts[0]?.signIn(identity);
    hosts[0]?.misbehave('says nothing');
    const { sessions, store } = processOn(database, connect(hosts, { timeout: 60_000 }).mail);
    const end = sessions.end({ device: device.id });
    await vi.waitFor(async () => expect(await store.openOf(address.id)).toMatchObject([{ attempts: 1 }]));

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
    expect(await sessions.open(address.id)).toMatchObject([{ attempts: 0, command: undefined }]);
    expect(await store.claimOf({ device: device.id }, 1)).toHaveLength(1);
  });
});
