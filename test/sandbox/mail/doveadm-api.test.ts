import { afterEach, describe, expect, it } from 'vitest';
import type { SessionIdentity } from '../../../src/core/sessions.ts';
import { parseEmailAddress } from '../../../src/core/email-address.ts';
import { Secret } from '../../../src/core/secret.ts';
import { createLog } from '../../../src/log.ts';
import { createDovecot } from '../../../src/mail/dovecot.ts';
import { type DovecotVersion, startDoveadmApi } from '../../../src/sandbox/mail/doveadm-api.ts';
import { createMailSessions, type MailSessions } from '../../../src/sandbox/mail/sessions.ts';

const apiKey = 'a key of thirty characters or so';
const versions = ['2.3', '2.4'] as const;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Api {
  readonly url: string;
  readonly sessions: MailSessions;
  /** Identities that were told to end. */
  readonly ended: readonly string[];
}

/** Two sessions of one device of Jane's, one of another, and one of Alice's generic password. */
async function start(version: DovecotVersion): Promise<Api> {
  const sessions = createMailSessions();
  const ended: string[] = [];
  for (const identity of ['jane@x.org/k7xw', 'jane@x.org/k7xw', 'jane@x.org/abcd', 'alice@x.org/generic']) {
    const [userName = ''] = identity.split('/');
    sessions.add({ userName, identity, networkAddress: '127.0.0.1', close: () => ended.push(identity) });
  }
  const api = await startDoveadmApi({ sessions, apiKey, version, port: 0 });
  closing.push(() => api.stop());
  return { url: api.url, sessions, ended };
}

async function ask(url: string, body: unknown, key = apiKey): Promise<readonly [number, unknown]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `X-Dovecot-API ${Buffer.from(key).toString('base64')}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return [response.status, await response.json()];
}

describe.each(versions)('doveadm of the sandbox, as %s', (version) => {
  it.each([
    ['whose version is set', version],
    ['whose version is found out', undefined],
  ])('is understood by our own client, %s', async (_name, set) => {
    const { url, ended } = await start(version);
    const dovecot = createDovecot({
      urls: [new URL(url).origin],
      apiKey: new Secret(apiKey),
      version: set,
      log: createLog('silent'),
    });
    closing.push(() => dovecot.stop());
    const jane = parseEmailAddress('jane@x.org');
    // As the database has it.
    const identity = 'jane@x.org/k7xw' as SessionIdentity;
    const who = async () => {
      const [answer] = await dovecot.who(jane);
      return answer?.kind === 'answered' ? answer.value.map((session) => session.identity) : answer;
    };

    expect(await who()).toEqual(['jane@x.org/k7xw', 'jane@x.org/k7xw', 'jane@x.org/abcd']);
    expect(await dovecot.kick([identity])).toMatchObject([{ kind: 'answered' }]);
    expect(await who()).toEqual(['jane@x.org/abcd']);
    expect(ended).toEqual([identity, identity]);
    // Nobody is there any more.
    expect(await dovecot.kick([identity])).toMatchObject([{ kind: 'answered' }]);
  });

  it.each<[string, unknown, number]>([
    ['what isn’t JSON', 'who', 400],
    ['what isn’t a list', { who: {} }, 400],
  ])('refuses %s', async (_name, body, status) => {
    const { url } = await start(version);

    expect((await ask(url, body))[0]).toBe(status);
  });

  it.each<[string, unknown, string]>([
    ['another command', [['fetch', { user: 'jane@x.org' }, 't']], 'unknownMethod'],
    ['a command without parameters', [['who', null, 't']], 'invalidRequest'],
    ['a kick of everybody', [['kick', {}, 't']], 'invalidRequest'],
    ['another field', [['kick', { passdbField: 'user', mask: ['jane@x.org'] }, 't']], 'invalidRequest'],
    ['something else', [1], 'invalidRequest'],
  ])('does nothing for %s', async (_name, body, type) => {
    const { url, ended } = await start(version);

    expect(await ask(url, body)).toMatchObject([200, [['error', { type }, expect.any(String)]]]);
    expect(ended).toEqual([]);
  });

  it.each([
    ['a wrong key', 'another key'],
    ['no key', ''],
  ])('says 401 to %s', async (_name, key) => {
    const { url } = await start(version);

    expect(await ask(url, [['who', {}, 't']], key)).toEqual([401, {}]);
  });
});

describe('doveadm of the sandbox', () => {
  it('answers word for word as 2.4 does', async () => {
    const { url } = await start('2.4');

    expect(await ask(url, [['who', { separateConnections: true, mask: ['alice@x.org'] }, 't']])).toEqual([
      200,
      [
        [
          'doveadmResponse',
          [
            {
              username: 'alice@x.org',
              service: 'imap',
              pid: String(process.pid),
              ip: '127.0.0.1',
              user_device: 'alice@x.org/generic',
            },
          ],
          't',
        ],
      ],
    ]);
    expect(await ask(url, [['kick', { passdbField: 'user_device', mask: ['jane@x.org/*'] }, 't']])).toEqual([
      200,
      [['doveadmResponse', [{ count: '3' }], 't']],
    ]);
  });

  it('answers word for word as 2.3 does', async () => {
    const { url } = await start('2.3');

    expect(await ask(url, [['kick', { mask: ['jane@x.org/k7x?'] }, 't']])).toEqual([
      200,
      [['doveadmResponse', [{ result: 'jane@x.org/k7xw' }], 't']],
    ]);
    expect(await ask(url, [['kick', { mask: ['jane@x.org'] }, 't']])).toEqual([
      200,
      [['error', { type: 'exitCode', exitCode: 68 }, 't']],
    ]);
  });
});
