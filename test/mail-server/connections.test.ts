import { describe, expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { testDatabase } from '../support/database.ts';
import { doubles, dovecots, processOn } from './setup.ts';

const database = testDatabase();
const connect = dovecots();
const alice = parseEmailAddress('alice@example.com');

describe('who is connected now', () => {
  const hosts = doubles('2.3', '2.4');

  it('is counted by device over all hosts', async () => {
    const [first, second] = hosts;
    first?.signIn('alice@example.com/k7xw');
    second?.signIn('alice@example.com/k7xw', 'submission');
    second?.signIn('alice@example.com/generic');
    second?.signIn('alice@example.com');

    expect(await processOn(database, connect(hosts).mail).sessions.connections(alice)).toEqual({
      kind: 'known',
      counts: new Map([
        ['alice@example.com/k7xw', 2],
        ['alice@example.com/generic', 1],
      ]),
      complete: true,
    });
  });

  it('is told as far as it is known, and without waiting for a silent host', async () => {
    hosts[0]?.misbehave('says nothing');
    hosts[1]?.signIn('alice@example.com/k7xw');
    const { sessions } = processOn(database, connect(hosts, { timeout: 60_000 }).mail);

    // It resolves: the host's own time would be a minute.
    expect(await sessions.connections(alice)).toEqual({
      kind: 'known',
      counts: new Map([['alice@example.com/k7xw', 1]]),
      complete: false,
    });
    hosts[1]?.misbehave('HTTP 500');
    expect(await sessions.connections(alice)).toEqual({ kind: 'unreachable' });
  });
});
