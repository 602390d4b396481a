import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPasswordHash } from '../../src/core/password-hash.ts';
import { refused } from './refused.ts';

describe('a hash is read', () => {
  it.each([
    '{BLF-CRYPT}$2y$05$abcdefghijklmnopqrstuv',
    '{SHA512-CRYPT}$6$salt$hash',
    '{SHA256-CRYPT}$5$salt$hash',
    '{MD5-CRYPT}$1$salt$hash',
    '{DES-CRYPT}rl.3StKT.4T8M',
    '{CRYPT}$2y$05$abcdefghijklmnopqrstuv',
    '{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA',
    '{ARGON2I}$argon2i$v=19$m=32768,t=4,p=1$c2FsdA$aGFzaA',
    '{PBKDF2}$1$salt$5000$hash',
    '{SCRAM-SHA-256}4096,c2FsdA==,aaaa,bbbb',
    '{SCRAM-SHA-1}4096,c2FsdA==,aaaa,bbbb',
    '{SSHA512}b2xkIHBhc3N3b3Jk',
    '{SSHA256}b2xkIHBhc3N3b3Jk',
    '{SSHA}b2xkIHBhc3N3b3Jk',
    '{SMD5}b2xkIHBhc3N3b3Jk',
    '{SSHA256.HEX}6f6c6420',
    '{SSHA.b64}b2xkIHBhc3N3b3Jk',
    `{CRYPT}${'x'.repeat(493)}`,
  ])('of %s', (hash) => {
    expect(readPasswordHash(hash)).toBe(hash);
  });

  it('with blanks and a line break around it, as a pipe brings it', () => {
    expect(readPasswordHash('  {SSHA}b2xkIHBhc3N3b3Jk\r\n')).toBe('{SSHA}b2xkIHBhc3N3b3Jk');
  });

  it('with its scheme in lower case', () => {
    expect(readPasswordHash('{sha512-crypt}$6$salt$hash')).toBe('{SHA512-CRYPT}$6$salt$hash');
  });
});

describe('no hash is', () => {
  it.each<[name: string, raw: string]>([
    ['nothing', ''],
    ['a password', 'hunter2hunter2'],
    ['a hash without its scheme', '$6$hunter2$hunter2'],
    ['plain text', '{PLAIN}hunter2hunter2'],
    ['plain text in lower case', '{plain}hunter2hunter2'],
    ['clear text', '{CLEARTEXT}hunter2hunter2'],
    ['plain text that is cut', '{PLAIN-TRUNC}hunter2hunter2'],
    ['plain text in an encoding', '{PLAIN.b64}aHVudGVyMmh1bnRlcjI='],
    ['an unsalted hash', '{SHA256}hunter2hunter2'],
    ['an unsalted hash of MD5', '{PLAIN-MD5}hunter2hunter2'],
    ['what only looks like a scheme', '{constructor}hunter2hunter2'],
    ['a scheme alone', '{SSHA}'],
    ['an encoding that there isn’t', '{SSHA.ROT13}hunter2hunter2'],
    ['a hash with a blank', '{SSHA}hunter2 hunter2'],
    ['a hash with a line break', '{SSHA}hunter2\nhunter2'],
    ['a hash with NUL', '{SSHA}hunter2\u0000hunter2'],
    ['a hash with a letter of no hash', '{SSHA}hunter2é'],
    ['a scheme with a blank in front', '{ SSHA}hunter2hunter2'],
    ['two of them', '{SSHA}hunter2hunter2\n{SSHA}hunter2hunter2'],
    ['one of 501 characters', `{CRYPT}hunter2${'x'.repeat(487)}`],
    ['one of 100,000 characters', `{CRYPT}hunter2${'x'.repeat(100_000)}`],
  ])('%s, and nothing of it is repeated', (_name, raw) => {
    const refusal = refused(() => readPasswordHash(raw));

    expect(refusal?.code).toBe('bad-option');
    expect(`${refusal?.message}${refusal?.stack}`).not.toContain('hunter2');
  });

  it('plain text, and the sentence says what to do', () => {
    expect(refused(() => readPasswordHash('{PLAIN}hunter2hunter2'))?.message).toMatch(
      /^\{PLAIN\} is no scheme that is taken\. It is one of BLF-CRYPT, SHA512-CRYPT, .*doveadm pw\.$/,
    );
    expect(refused(() => readPasswordHash('{SSHA.rot13}hunter2hunter2'))?.message).toMatch(
      /^\{SSHA\.rot13\} is no scheme/,
    );
    expect(refused(() => readPasswordHash('hunter2hunter2'))?.message).toMatch(
      /^That is no hash with its scheme in front\. An example: \{SHA512-CRYPT\}/,
    );
  });
});

it('reads whatever it gave as itself, and throws nothing but a refusal', () => {
  const scheme = fc.constantFrom('SSHA', 'crypt', 'PLAIN', 'SSHA.HEX', 'x', '');
  const given = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(scheme, fc.string({ maxLength: 20 })).map(([name, rest]) => `{${name}}${rest}`),
  );
  fc.assert(
    fc.property(given, (raw) => {
      refused(() => {
        const hash = readPasswordHash(raw);
        expect(readPasswordHash(hash)).toBe(hash);
        expect(hash.length).toBeLessThanOrEqual(500);
      });
    }),
    { numRuns: 1000 },
  );
});
