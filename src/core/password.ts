import { randomInt } from 'node:crypto';
import { Secret } from './secret.ts';

/** The first four characters of a device password. Public: the mail server finds the device by it. */
export type Tag = string & { readonly __brand: 'Tag' };

/** A hash with its scheme in front, as Dovecot reads it: `{BLF-CRYPT}$2b$05$…`. */
export type PasswordHash = string & { readonly __brand: 'PasswordHash' };

/** No 0 and o, no 1, l and i: people type these into phones. 31 characters, so one is worth 4.95 bits. */
export const passwordAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
export const tagLength = 4;
export const passwordLength = 28;

export interface FreshPassword {
  readonly tag: Tag;
  readonly password: Secret;
}

/**
 * Makes a device password: 4 characters of tag, which are public, and 24 of secret, 118 bits.
 *
 * Above 112 bits a stored secret needs no slow hash, so the bcrypt cost can be what sign-ins can afford.
 *
 * @see docs/decisions/007-bcrypt-cost-and-password-shape.md
 */
export function generatePassword(): FreshPassword {
  // `randomInt` draws again where a byte would favour some characters: no modulo bias.
  const characters = Array.from(
    { length: passwordLength },
    () => passwordAlphabet[randomInt(passwordAlphabet.length)],
  ).join('');
  return { tag: characters.slice(0, tagLength) as Tag, password: new Secret(characters) };
}

/** The password in groups of four, to be read aloud over the telephone. */
export function inGroups(password: Secret): Secret {
  return new Secret(password.reveal().replace(/(.{4})(?=.)/g, '$1 '));
}
