import { type EmailAddress, readEmailAddress } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import { readPasswordHash } from '../core/password-hash.ts';
import type { PasswordHash } from '../core/password.ts';
import { type Format, formatOf, isBlank, isHeader, readRow } from './rows.ts';

export interface ImportLine {
  /** From 1. */
  readonly line: number;
  readonly address: EmailAddress;
  readonly generic: PasswordHash;
}

/** A line that can't be imported. The sentence repeats nothing of the hash. */
export interface BadLine {
  readonly line: number;
  readonly sentence: string;
}

export interface ImportFile {
  /** Each address once. */
  readonly lines: readonly ImportLine[];
  readonly bad: readonly BadLine[];
  /** Lines that say again what an earlier one said. */
  readonly repeated: number;
}

export interface ReadOptions {
  /** Undefined: found out from the first line. */
  readonly format: Format | undefined;
  /** Put in front of hashes that have none, such as `SHA512-CRYPT`: Dovecot's `default_pass_scheme`. */
  readonly scheme: string | undefined;
}

/**
 * Reads all addresses of a file, and names every line that is wrong instead of stopping at the first.
 *
 * @throws {UserError} `bad-option` where it can't be told what kind of file it is
 */
export function readImport(source: string, { format: given, scheme }: ReadOptions): ImportFile {
  const all = source
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.replace(/\r$/, '') }))
    .filter(({ text }) => !isBlank(text));
  const [first] = all;
  const format = given ?? formatOf(first?.text ?? '');
  if (first === undefined || format === undefined) {
    throw new UserError(
      'bad-option',
      'This is neither CSV (address,hash) nor a passwd-file of Dovecot (address:hash:…). Nothing was changed.',
    );
  }
  const rows = format === 'csv' && isHeader(first.text) ? all.slice(1) : all;

  const lines = new Map<EmailAddress, ImportLine>();
  const bad: BadLine[] = [];
  let repeated = 0;
  for (const { line, text } of rows) {
    const read = readLine(text, format, scheme);
    if ('sentence' in read) {
      bad.push({ line, ...read });
      continue;
    }
    const before = lines.get(read.address);
    if (before === undefined) lines.set(read.address, { line, ...read });
    else if (before.generic === read.generic) repeated += 1;
    else {
      const sentence = `${read.address} has another hash on line ${before.line}, which is the one that counts.`;
      bad.push({ line, sentence });
    }
  }
  return { lines: [...lines.values()], bad, repeated };
}

function readLine(
  text: string,
  format: Format,
  scheme: string | undefined,
): Omit<ImportLine, 'line'> | Omit<BadLine, 'line'> {
  const row = readRow(text, format);
  // Not repeated: what stands there may be the hash.
  if (!row) return { sentence: 'There is no second column.' };
  const address = readEmailAddress(row.address);
  // Neither repeated: where the columns are the other way round, this is the hash.
  if (!address) return { sentence: 'The first column is not an address that can have devices.' };
  const hash = row.hash.trim();
  if (hash === '') return { sentence: `${address} has no hash.` };
  try {
    const isBare = scheme !== undefined && !hash.startsWith('{');
    return { address, generic: readPasswordHash(isBare ? `{${scheme}}${hash}` : hash) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { sentence: `${address}: ${error.message}` };
  }
}
