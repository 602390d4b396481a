import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { readEmailAddress } from '../../src/core/email-address.ts';
import { passwordAlphabet, passwordLength } from '../../src/core/password.ts';
import { imapLookup } from '../../src/doctor/imap.ts';
import { freePorts } from '../mail/support/ports.ts';
import { selfSigned } from '../support/certificate.ts';
import { ran } from './findings.ts';
import { startImapDouble, type ImapDouble, type ImapManner } from './imap-double.ts';

const certificate = selfSigned();
afterAll(certificate.remove);

const greeting = '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready.';
const untrusted =
  /^wrong imap certificate: The certificate of localhost is not trusted here \(DEPTH_ZERO_SELF_SIGNED_CERT\)\./;

/** In milliseconds. Only where a server is to be silent is it waited for that long. */
const short = { greeting: 300, answer: 300 };
const long = { greeting: 15_000, answer: 15_000 };

async function double(manner: ImapManner, secure = true): Promise<ImapDouble> {
  const started = await startImapDouble(manner, secure ? certificate : undefined);
  onTestFinished(started.stop);
  return started;
}

const look = (port: number, encryption: 'TLS' | 'STARTTLS' = 'TLS', limits = long) =>
  ran([imapLookup({ host: 'localhost', port, encryption }, limits).check]);

describe('a sign-in at the mail server, tried by doctor,', () => {
  it('is one of nobody, with a password of our shape, and leaves nothing open', async () => {
    const server = await double({ says: [greeting, 'a NO [AUTHENTICATIONFAILED] Authentication failed.'] });
    const found = await look(server.port);
    await server.left();

    expect(found).toEqual([
      `ok imap localhost:${server.port}: Refuses a password that nobody has, as it should.`,
      expect.stringMatching(untrusted),
    ]);
    expect(server.heard).toHaveLength(1);
    const [, user = '', password = ''] = /^a LOGIN (\S+) (\S+)$/.exec(server.heard[0] ?? '') ?? [];
    expect(readEmailAddress(user)).toBeUndefined();
    // Dovecot’s auth_username_chars, in the files for it.
    expect(user).toMatch(/^[a-z0-9.+_@-]+$/);
    expect(password).toMatch(new RegExp(`^[${passwordAlphabet}]{${passwordLength}}$`));
  });

  it('says that the certificate has expired', async () => {
    const expired = selfSigned(-1);
    onTestFinished(expired.remove);
    const server = await startImapDouble({ says: [greeting, 'a NO Wrong.'] }, expired, 'STARTTLS');
    onTestFinished(server.stop);

    expect(await look(server.port, 'STARTTLS')).toEqual([
      expect.stringMatching(/^ok imap /),
      'wrong imap certificate: The certificate of localhost has expired: mail programs refuse it. Renew it, and reload Dovecot.',
    ]);
  });

  it('is asked for once, however many want to know', async () => {
    const server = await double({ says: [greeting, 'a NO Wrong.'] });
    const lookup = imapLookup({ host: 'localhost', port: server.port, encryption: 'TLS' }, long);

    const answers = await Promise.all([lookup.answered(), lookup.check.run(), lookup.answered()]);

    expect(answers[2]).toEqual({ kind: 'refused' });
    expect(server.heard).toHaveLength(1);
  });

  it.each<[string, ImapManner, string]>([
    [
      'lets everybody in',
      { says: [greeting, 'a OK Logged in'] },
      'Let in postern-doctor@invalid, whom nobody',
    ],
    ['lets in without a password', { says: ['* PREAUTH ready'] }, 'Let in postern-doctor@invalid'],
    [
      'can’t ask its database',
      { says: [greeting, 'a NO [UNAVAILABLE] Temporary authentication failure. [mail:2026]'] },
      'Can’t say whether a password is right (UNAVAILABLE): nobody can sign in.',
    ],
    ['has a defect', { says: [greeting, 'a NO [SERVERBUG] Internal error'] }, 'is right (SERVERBUG): nobody'],
    ['says so without a code', { says: [greeting, 'a NO Internal error'] }, 'is right (NO): nobody'],
    ['says so in older words', { says: [greeting, 'a NO Temporary failure'] }, 'is right (NO): nobody'],
    [
      'is behind a proxy that ends TLS',
      { says: [greeting, 'a NO [PRIVACYREQUIRED] Plaintext authentication disallowed'] },
      'Refuses passwords because the connection is not encrypted, which it is',
    ],
    ['says something else', { says: [greeting, 'a NO [EXPIRED] hunter2'] }, 'with EXPIRED, and neither'],
    ['does not know the command', { says: [greeting, 'a BAD hunter2'] }, 'with BAD, and neither'],
    ['has too many connections', { says: ['* BYE Too many'], hangsUp: true }, 'Turns connections away.'],
    ['is another server', { says: ['SSH-2.0-OpenSSH_9.2'] }, 'is no IMAP server. Put IMAP_SERVER right.'],
    ['does not end its line', { says: ['hunter2'.repeat(3000)], endless: true }, 'is no IMAP server.'],
    ['hangs up at once', { says: [], hangsUp: true }, 'Hung up before it answered.'],
    [
      'hangs up on a sign-in',
      { says: [greeting, '* BYE Disconnected: Auth process broken'], hangsUp: true },
      'Hung up before it answered.',
    ],
  ])('says what to do where the server %s', async (_name, manner, sentence) => {
    const server = await double(manner);
    const [line] = await look(server.port);

    expect(line).toMatch(/^wrong imap localhost:\d+: /);
    expect(line).toContain(sentence);
    expect(line).not.toContain('hunter2');
  });

  it.each<[string, ImapManner, boolean, string]>([
    ['takes a connection and says nothing', { says: [] }, false, 'Gave no greeting within 0.3 s.'],
    ['says nothing inside TLS', { says: [] }, true, 'Gave no greeting within 0.3 s.'],
    ['says nothing to a sign-in', { says: [greeting] }, true, 'gave no answer within 0.3 s.'],
  ])('does not wait for a server that %s', async (_name, manner, secure, sentence) => {
    const server = await double(manner, secure);
    const found = await look(server.port, 'TLS', {
      ...long,
      ...(manner.says.length > 0 ? { answer: 300 } : short),
    });
    await server.left();

    expect(found[0]).toContain(sentence);
  });

  it('says what to do where nothing listens', async () => {
    const [port] = await freePorts(1);

    expect(await look(port)).toEqual([
      `wrong imap localhost:${port}: Can’t be reached (ECONNREFUSED). Start Dovecot, or put IMAP_SERVER right: it is what people are shown with a new password.`,
    ]);
  });

  it('gives no password to a server without TLS', async () => {
    const plain = await double({ says: [greeting, 'a BAD TLS support isn’t enabled.'] }, false);

    expect(await look(plain.port, 'TLS')).toEqual([expect.stringContaining('Does not speak TLS at port')]);
    expect(await look(plain.port, 'STARTTLS')).toEqual([
      expect.stringContaining('Offers no STARTTLS at port'),
    ]);
    expect(plain.heard.join('\n')).not.toContain('LOGIN');
  });
});
