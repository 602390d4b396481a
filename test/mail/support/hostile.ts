import fc from 'fast-check';
import { passwordAlphabet } from '../../../src/core/password.ts';

/** Names and passwords that try to be more than that: each kind has broken some mail server, or some setup of one. */
const pieces = [
  "'",
  "''",
  "\\'",
  "';select pg_sleep(9)--",
  "' or '1'='1",
  "abc'",
  "') union select 'a','b','{PLAIN}x',null--",
  '\\',
  '"',
  '$$',
  '/*',
  '--',
  '\t',
  '\n',
  '\r\n',
  '\tnopassword=y',
  'nopassword=y',
  '\tuser=root',
  '%u',
  '%w',
  '%4w',
  '%{passdb:tag}',
  '%{if;1;==;1;x;y}',
  '%%',
  '%',
  '{PLAIN}',
  '{BLF-CRYPT}',
  '*',
  '?',
  '/',
  '/generic',
  'none',
  '@',
  '@example.com',
  'jane',
  'é',
  '😀',
  '\u202e',
];

/** Not UTF-8: bytes that nothing begins with, a sequence that is cut, an overlong quote. */
const brokenBytes = [[0xff], [0xc3], [0xe2, 0x82], [0xc0, 0xa7], [0x80], [0xed, 0xa0, 0x80]] as const;

const anything = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces).map((piece) => Buffer.from(piece)) },
      { weight: 2, arbitrary: fc.constantFrom(...brokenBytes).map((bytes) => Buffer.from(bytes)) },
      { weight: 1, arbitrary: fc.constant(Buffer.of(0)) },
      { weight: 2, arbitrary: fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }).map((text) => Buffer.from(text)) },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => Buffer.concat(parts));

/** Dovecot takes 8 kB at most, in base64, for both together. */
const long = fc
  .tuple(anything, fc.integer({ min: 100, max: 2500 }))
  .map(([piece, length]) => Buffer.concat(Array.from({ length }, () => piece)).subarray(0, length));

const shaped = fc
  .array(fc.constantFrom(...passwordAlphabet), { minLength: 28, maxLength: 28 })
  .map((letters) => letters.join(''));

/** Of our shape but for a few bytes, which may lie where the tag is cut. */
const almostShaped = fc
  .tuple(shaped, fc.integer({ min: 0, max: 28 }), anything)
  .map(([password, at, piece]) =>
    Buffer.concat([Buffer.from(password.slice(0, at)), piece, Buffer.from(password.slice(at))]).subarray(
      0,
      28,
    ),
  );

export interface Hostile {
  readonly user: Buffer;
  readonly password: Buffer;
}

/** @param users addresses that there are: half of the passwords are tried on one of them */
export function hostileCredentials(users: readonly string[], tags: readonly string[]): fc.Arbitrary<Hostile> {
  const known = fc.constantFrom(...users).map((user) => Buffer.from(user));
  const withTag = fc
    .tuple(fc.constantFrom(...tags), shaped)
    .map(([tag, password]) => Buffer.from(tag + password.slice(4)));
  const password = fc.oneof(
    anything,
    almostShaped,
    long,
    withTag,
    shaped.map((text) => Buffer.from(text)),
  );
  const attached = fc.tuple(known, anything).map((parts) => Buffer.concat(parts));
  return fc.record({ user: fc.oneof(known, known, anything, attached, long), password });
}
