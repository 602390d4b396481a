import { describe, expect, it, vi } from 'vitest';
import type { SessionTrouble } from '../../src/core/sessions.ts';
import type { Dovecot } from '../../src/mail/dovecot.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';
import type { Misbehaviour } from './doveadm-table.ts';
import { disconnected, doubles, dovecots, makeDue, processOn } from './setup.ts';

const database = testDatabase();
const connect = dovecots();

describe.each(['2.3', '2.4'] as const)('with Dovecot %s', (version) => {
  const hosts = doubles(version);

  it('ends the sessions of what was disconnected, says how many were open, and leaves the others', async () => {
    const { address, device, identity } = await disconnected(database);
    const [host] = hosts;
    host?.signIn(identity);
    host?.signIn(identity, 'submission');
    host?.signIn(`${address.address}/zzzz`);
    const { sessions, store } = processOn(database, connect(hosts).mail);

    expect(await sessions.end({ device: device.id })).toEqual({
      report: { kind: 'ended', before: { count: 2, protocols: ['imap', 'smtp'] } },
    });
    expect(host?.sessions()).toEqual([{ name: `${address.address}/zzzz`, service: 'imap' }]);
    expect(await store.openOf(address.id)).toEqual([]);
  });

  it.each<readonly [Misbehaviour, number]>([
    ['a kick that counts nothing', 2],
    ['a session that comes back once', 2],
  ])('%s: ended all the same', async (how, before) => {
    const { device, identity } = await disconnected(database);
    const [host] = hosts;
    host?.signIn(identity);
    host?.signIn(identity, 'imap-hibernate');
    host?.misbehave(how);

    const { report } = await processOn(database, connect(hosts).mail).sessions.end({ device: device.id });
    expect(report).toEqual({ kind: 'ended', before: { count: before, protocols: ['imap'] } });
    expect(host?.sessions()).toEqual([]);
  });

  it('finds the session of a sign-in that was under way, and ends it', async () => {
    const { device, identity } = await disconnected(database);
    const [host] = hosts;
    const { mail } = connect(hosts);
    let asked = 0;
    const late: Dovecot = {
      ...mail,
      // The first look, then the one after the kick: the session begins before the second look.
      who: async (...words) => {
        const answers = await mail.who(...words);
        asked += 1;
        if (asked === 2) host?.signIn(identity);
        return answers;
      },
    };

    const { report } = await processOn(database, late).sessions.end({ device: device.id });
    expect(report).toEqual({ kind: 'ended', before: { count: 0, protocols: [] } });
    expect(host?.sessions()).toEqual([]);
  });
});

const failures: readonly (readonly [Misbehaviour, SessionTrouble['problem']])[] = [
  ['hangs up', 'unreachable'],
  ['says nothing', 'timeout'],
  ['HTTP 500', 'unexpected-answer'],
  ['HTTP 401', 'unauthorized'],
  ['HTML in place of JSON', 'unexpected-answer'],
  ['half of its JSON', 'unexpected-answer'],
  ['JSON of another shape', 'unexpected-answer'],
  ['no such command', 'unexpected-answer'],
  ['commands not allowed', 'not-allowed'],
  ['sessions without their device', 'devices-missing'],
  ['a kick that ends nothing', 'still-open'],
];

describe.each(failures)('%s', (how, problem) => {
  const hosts = doubles('2.4', '2.3');

  it('is told as it is, and once the host is mended, so is the end', async () => {
    const { address, device, identity } = await disconnected(database);
    const [spoilt, sound] = hosts;
    for (const host of hosts) host.signIn(identity);
    spoilt?.misbehave(how);
    const { sessions, store } = processOn(database, connect(hosts).mail);

    const { report, later } = await sessions.end({ device: device.id });
    expect(report).toMatchObject({ kind: 'ending', trouble: [{ host: spoilt?.host, problem }] });
    expect(sound?.sessions()).toEqual([]);
    expect(await store.openOf(address.id)).toMatchObject([{ identity, attempts: 1, state: 'ending' }]);

    spoilt?.misbehave(undefined);
    sessions.start();
    // A host that was silent is left alone for as long: the first of these may come too early.
    await vi.waitFor(
      async () => {
        await makeDue(database, 1);
        expect(await store.openOf(address.id)).toEqual([]);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(await later).toMatchObject({ kind: 'ended' });
    expect(spoilt?.sessions()).toEqual([]);
  });

  it('needs a person after the last try, and says what to type', async () => {
    const { address, device, identity } = await disconnected(database);
    await makeDue(database, 5);
    const [spoilt] = hosts;
    spoilt?.signIn(identity);
    spoilt?.misbehave(how);
    const { mail } = connect(hosts, { version: '2.4' });
    const { sessions, store } = processOn(database, mail);

    const command = `doveadm kick -f user_device '${identity}'`;
    const end = await sessions.end({ device: device.id });
    expect(end).toEqual({
      report: {
        kind: 'needs-attention',
        trouble: expect.arrayContaining([{ host: spoilt?.host, problem }]),
        commands: [command],
      },
    });
    expect(await sessions.open(address.id)).toMatchObject([{ state: 'needs-attention', command }]);
    expect(await store.claimDue(1)).toEqual([]);
  });
});

describe('disconnecting all devices of an address', () => {
  const hosts = doubles('2.4');

  it('asks for those that are connected only, where there are many', async () => {
    const address = await someAddress(database.db);
    const gone: string[] = [];
    for (let index = 0; index < 25; index += 1) gone.push((await disconnected(database, address)).identity);
    const [host] = hosts;
    for (const identity of gone.slice(0, 3)) host?.signIn(identity);

    const { report } = await processOn(database, connect(hosts).mail).sessions.end({ address: address.id });
    expect(report).toEqual({ kind: 'ended', before: { count: 3, protocols: ['imap'] } });
    expect(host?.masks().toSorted()).toEqual(gone.slice(0, 3).toSorted());
  });

  it('asks for each where there are few, seen or not', async () => {
    const address = await someAddress(database.db);
    const { identity } = await disconnected(database, address);
    await processOn(database, connect(hosts).mail).sessions.end({ address: address.id });
    expect(hosts[0]?.masks()).toEqual([identity]);
  });
});
