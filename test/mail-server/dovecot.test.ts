import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { passwordAlphabet } from '../../src/core/password.ts';
import { Secret } from '../../src/core/secret.ts';
import type { MailProblem, SessionIdentity } from '../../src/core/sessions.ts';
import { doubles, dovecots } from './setup.ts';
import type { Misbehaviour } from './doveadm-table.ts';

const alice = parseEmailAddress('alice@example.com');
// Of the shape that the database holds.
const phone = 'alice@example.com/k7xw' as SessionIdentity;
const tablet = 'alice@example.com/m2pq' as SessionIdentity;

const connect = dovecots();

describe.each(['2.3', '2.4'] as const)('Dovecot %s', (version) => {
  const hosts = doubles(version);

  it('lists the sessions of one address: its devices, and what has none', async () => {
    const [host] = hosts;
    host?.signIn(phone);
    host?.signIn(phone, 'submission');
    host?.signIn(tablet, 'pop3');
    host?.signIn('alice@example.com');
    host?.signIn('alice@example.com', 'sieve');
    host?.signIn('alice@example.com.au/k7xw');
    host?.signIn('malice@example.com/k7xw');

    expect(await connect(hosts).mail.who(alice)).toEqual([
      {
        host: host?.host,
        kind: 'answered',
        value: [
          { identity: phone, protocol: 'imap' },
          { identity: phone, protocol: 'smtp' },
          { identity: tablet, protocol: 'pop3' },
          { identity: undefined, protocol: 'imap' },
        ],
      },
    ]);
  });

  it('sees sessions that hibernate, and those of a service that is not known', async () => {
    hosts[0]?.signIn(phone, 'imap-hibernate');
    hosts[0]?.signIn(tablet, 'sieve');

    expect(await connect(hosts).mail.who(undefined)).toMatchObject([
      {
        value: [
          { identity: phone, protocol: 'imap' },
          { identity: tablet, protocol: 'imap' },
        ],
      },
    ]);
  });

  it('ends the sessions of one device, and of nobody else', async () => {
    const [host] = hosts;
    const others = [tablet, 'alice@example.com', 'alice@example.com.au/k7xw', 'bob@example.com/k7xw'];
    for (const name of [phone, ...others, phone]) host?.signIn(name);
    const { mail } = connect(hosts);

    expect(await mail.kick([phone])).toEqual([{ host: host?.host, kind: 'answered', value: undefined }]);
    expect(host?.sessions().map(({ name }) => name)).toEqual(others);
    expect(await mail.kick([phone])).toMatchObject([{ kind: 'answered' }]);
  });

  it('asks for one identity a request', async () => {
    await connect(hosts).mail.kick([phone, tablet]);
    expect(hosts[0]?.asked.map(({ parameters }) => parameters)).toEqual(
      [phone, tablet].map((identity) =>
        version === '2.3' ? { mask: [identity] } : { passdbField: 'user_device', mask: [identity] },
      ),
    );
  });

  it.each([undefined, version])('says what to type on the mail server (version set: %s)', async (set) => {
    const { mail } = connect(hosts, { version: set });
    expect(await mail.kickCommand(phone)).toBe(
      version === '2.3'
        ? "doveadm kick 'alice@example.com/k7xw'"
        : "doveadm kick -f user_device 'alice@example.com/k7xw'",
    );
    expect(hosts[0]?.masks()).toEqual([]);
  });

  it('notices another version behind the same address after the first failure', async () => {
    const [host] = hosts;
    const { mail } = connect(hosts);
    await mail.kick([phone]);
    host?.become(version === '2.3' ? '2.4' : '2.3');
    host?.signIn(phone);
    if (version === '2.4') expect(await mail.kick([phone])).toMatchObject([{ kind: 'failed' }]);
    else host?.misbehave('HTTP 500');
    await mail.who(undefined);
    host?.misbehave(undefined);

    await mail.kick([phone]);
    expect(host?.sessions()).toEqual([]);
  });

  it.each<readonly [Misbehaviour, MailProblem]>([
    ['hangs up', 'unreachable'],
    ['says nothing', 'timeout'],
    ['HTTP 500', 'unexpected-answer'],
    ['HTTP 401', 'unauthorized'],
    ['redirects', 'unexpected-answer'],
    ['HTML in place of JSON', 'unexpected-answer'],
    ['half of its JSON', 'unexpected-answer'],
    ['JSON of another shape', 'unexpected-answer'],
    ['the answer to another question', 'unexpected-answer'],
    ['an answer without end', 'unexpected-answer'],
    ['no such command', 'unexpected-answer'],
    ['commands not allowed', 'not-allowed'],
    ['sessions without their device', 'devices-missing'],
  ])('%s: says %s, logs it once and nothing of what was answered', async (how, problem) => {
    const [host] = hosts;
    host?.signIn(phone);
    host?.misbehave(how);
    // An answer without end takes longer to refuse than others take to come.
    const { mail, log } = connect(hosts, how === 'says nothing' ? {} : { version, timeout: 20_000 });

    const expected = [{ host: host?.host, kind: 'failed', problem }];
    expect(await mail.who(alice)).toEqual(expected);
    expect(await mail.who(undefined)).toEqual(expected);
    if (how !== 'sessions without their device') expect(await mail.kick([phone])).toEqual(expected);
    expect(log.lines).toEqual([
      { level: 'warn', fields: { host: host?.host, problem }, message: expect.any(String) },
    ]);
    expect(JSON.stringify(log.lines)).not.toMatch(/alice|html|xxx/);
  });

  it('says that the key is refused', async () => {
    const { mail } = connect(hosts, { apiKey: new Secret('another') });
    expect(await mail.who(alice)).toMatchObject([{ kind: 'failed', problem: 'unauthorized' }]);
  });

  it('takes sessions without a device as they are while others have theirs', async () => {
    hosts[0]?.signIn('alice@example.com');
    hosts[0]?.signIn('bob@example.com/k7xw');
    expect(await connect(hosts).mail.who(alice)).toMatchObject([
      { kind: 'answered', value: [{ identity: undefined }] },
    ]);
  });
});

describe('several hosts', () => {
  const hosts = doubles('2.3', '2.4', '2.4');

  it('are reported one by one: half an answer is an answer', async () => {
    const [first, second, third] = hosts;
    for (const host of hosts) host.signIn(phone);
    second?.misbehave('says nothing');
    const { mail } = connect(hosts);

    expect(await mail.who(alice)).toEqual([
      { host: first?.host, kind: 'answered', value: [{ identity: phone, protocol: 'imap' }] },
      { host: second?.host, kind: 'failed', problem: 'timeout' },
      { host: third?.host, kind: 'answered', value: [{ identity: phone, protocol: 'imap' }] },
    ]);
    await mail.kick([phone]);
    expect(hosts.map((host) => host.sessions().length)).toEqual([0, 1, 0]);
  });

  it('have one command that does it on either version', async () => {
    expect(await connect(hosts).mail.kickCommand(phone)).toBe(
      "doveadm kick -f user_device 'alice@example.com/k7xw' || doveadm kick 'alice@example.com/k7xw'",
    );
  });

  it('are not waited for twice where one is silent', async () => {
    hosts[0]?.misbehave('says nothing');
    const { mail } = connect(hosts, { timeout: 2000 });
    await mail.who(alice);
    const begun = performance.now();
    await mail.who(alice);
    // Waited for, it would take 2 s.
    expect(performance.now() - begun).toBeLessThan(1500);
  });
});

describe('a host that is not there', () => {
  const hosts = doubles('2.4');

  it('is unreachable, and its version is not known', async () => {
    const [host] = hosts;
    await host?.stop();
    const { mail, log } = connect(hosts);
    expect(await mail.who(alice)).toEqual([{ host: host?.host, kind: 'failed', problem: 'unreachable' }]);
    expect(await mail.kickCommand(phone)).toContain(' || ');
    expect(JSON.stringify(log.lines)).not.toContain('k7xw');
  });
});

describe('masks', () => {
  const hosts = doubles('2.4');
  const tag = fc
    .array(fc.constantFrom(...passwordAlphabet), { minLength: 4, maxLength: 4 })
    .map((letters) => letters.join(''));
  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('*', '?', '/', 'a', '@', '.', "'", ' ', '\n', '\0') }),
    fc
      .tuple(fc.constantFrom('alice@example.com', '*@example.com', 'al?ce@example.com'), fc.string())
      .map(([address, suffix]) => `${address}/${suffix}`),
    fc.constantFrom(
      '*',
      '*/*',
      'alice@example.com/*',
      'alice@example.com/k7x?',
      'alice@example.com',
      '/k7xw',
    ),
  );

  it('are of our own shape, or nothing is sent at all', async () => {
    const { mail } = connect(hosts, { version: '2.4' });
    await fc.assert(
      fc.asyncProperty(hostile, tag, async (raw, good) => {
        const identity = `alice@example.com/${good}`;
        // What a defect of ours would hand over.
        const sent = mail.kick([identity, raw] as SessionIdentity[]);
        const isOurs = /^[a-z0-9.+_-]+@[a-z0-9.-]+\/(generic|[a-hjkmnp-z2-9]{4})$/.test(raw);
        if (!isOurs) {
          await expect(sent).rejects.toThrow('not of our own shape');
          await expect(mail.kickCommand(raw as SessionIdentity)).rejects.toThrow('not of our own shape');
        }
        await sent.catch(() => {});
        for (const mask of hosts[0]?.masks() ?? []) expect(mask).not.toMatch(/[*?\s']/);
      }),
      { numRuns: 200 },
    );
  });
});
