import { sql } from 'drizzle-orm';
import type { SQL, SQLWrapper } from 'drizzle-orm';

/*
 * The grammars of src/core, as check constraints. Tests hold each against the function of src/core that it repeats.
 * They are raw, since a constraint takes no parameters, and since PostgreSQL reads the backslashes. Lengths are counted
 * beside a pattern where they are great: `{1,64}` in it made a check take 42 µs of each row, in place of 5.
 */

const matches = (column: SQLWrapper, pattern: string): SQL => sql`${column} ~ ${sql.raw(`'${pattern}'`)}`;

/** As `src/core/email-address.ts`. */
export const addressGrammar = (column: SQLWrapper): SQL =>
  sql`length(${column}) <= 254 and ${matches(
    column,
    String.raw`^[a-z0-9.+_-]+@(?!-)[a-z0-9-]+(?<!-)(\.(?!-)[a-z0-9-]+(?<!-))+$`,
  )}`;

/** Those that `src/core/label.ts` refuses, and every blank but U+0020. */
const invisible = String.raw`[\u0001-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200c\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f\U000f0000-\U000ffffd\U00100000-\U0010fffd]`;

/** As `src/core/label.ts`: what it returns, not what it reads. */
export const labelGrammar = (column: SQLWrapper): SQL =>
  sql`length(${column}) between 1 and 64 and ${column} is nfc normalized and not ${matches(column, invisible)} and not ${matches(column, '^ |  | $')} and ${matches(column, String.raw`[^\u200d\ufe0f ]`)}`;

/** As the alphabet of `src/core/password.ts`. */
export const tagGrammar = (column: SQLWrapper): SQL => matches(column, '^[a-hjkmnp-z2-9]{4}$');

/** As `hashPassword` makes them: 53 characters after the cost. */
export const deviceHash = (column: SQLWrapper): SQL =>
  sql`length(${column}) = 71 and ${matches(
    column,
    String.raw`^\{BLF-CRYPT\}\$2[aby]\$[0-9]{2}\$[./A-Za-z0-9]+$`,
  )}`;

/** As `src/core/password-hash.ts`, which wants at least 8 characters after the scheme: schemes that Dovecot knows and that keep no plain text. */
export const genericHash = (column: SQLWrapper): SQL =>
  sql`length(${column}) <= 500 and ${matches(
    column,
    String.raw`^\{(BLF-CRYPT|SHA512-CRYPT|SHA256-CRYPT|MD5-CRYPT|DES-CRYPT|CRYPT|ARGON2ID|ARGON2I|PBKDF2|SCRAM-SHA-256|SCRAM-SHA-1|SSHA512|SSHA256|SSHA|SMD5)(\.(HEX|B64|hex|b64))?\}[!-~]+$`,
  )}`;

/**
 * An `ActorId` of `src/core/actor.ts`, `postern` for its own sweeper, or the login of whoever wrote by hand. No part is longer
 * than 64 characters; `terminal:` and `database:` are 9.
 */
export const writerGrammar = (column: SQLWrapper): SQL =>
  sql`${matches(
    column,
    String.raw`^(postern|(slack|discord):[A-Za-z0-9]+/[A-Za-z0-9]+|terminal:[^[:space:]/]+|database:.+)$`,
  )} and case when ${matches(column, '^[sd][li]')} then greatest(length(split_part(split_part(${column}, '/', 1), ':', 2)), length(split_part(${column}, '/', 2))) else length(${column}) - 9 end <= 64`;

export const opGrammar = (column: SQLWrapper): SQL => sql`length(${column}) between 1 and 200`;
