import { UserError } from './errors.ts';
import type { PasswordHash } from './password.ts';

/** Schemes that Dovecot knows and that keep no plain text. The check constraint of the `device` table repeats them. */
const schemes = [
  'BLF-CRYPT',
  'SHA512-CRYPT',
  'SHA256-CRYPT',
  'MD5-CRYPT',
  'DES-CRYPT',
  'CRYPT',
  'ARGON2ID',
  'ARGON2I',
  'PBKDF2',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1',
  'SSHA512',
  'SSHA256',
  'SSHA',
  'SMD5',
];

/** With its scheme; the longest, of PBKDF2 and ARGON2ID, stay under 200. */
const longestHash = 500;

/**
 * Reads the hash of a generic password, with its scheme in front: `{SHA512-CRYPT}$6$…`.
 *
 * @throws {UserError} `bad-option`, which does not repeat what was given
 * @see https://doc.dovecot.org/main/core/config/auth/schemes.html
 */
export function readPasswordHash(raw: string): PasswordHash {
  const hash = raw.trim();
  const [, scheme, encoding, rest] = /^\{([A-Za-z0-9-]+)(\.[A-Za-z0-9]+)?\}([!-~]{8,})$/.exec(hash) ?? [];
  if (scheme === undefined || rest === undefined || hash.length > longestHash) {
    throw new UserError(
      'bad-option',
      'That is no hash with its scheme in front. An example: {SHA512-CRYPT}$6$…',
    );
  }
  const known = schemes.includes(scheme.toUpperCase()) && /^(\.(HEX|B64|hex|b64))?$/.test(encoding ?? '');
  if (!known) {
    throw new UserError(
      'bad-option',
      `{${scheme}${encoding ?? ''}} is no scheme that is taken. It is one of ${schemes.join(', ')}. Plain text is refused: make a hash with doveadm pw.`,
    );
  }
  // The grammar just held.
  return `{${scheme.toUpperCase()}${encoding ?? ''}}${rest}` as PasswordHash;
}
