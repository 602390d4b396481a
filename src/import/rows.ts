/** What a line of a file says, as it stands there. */
export interface Row {
  readonly address: string;
  readonly hash: string;
}

export const formats = ['csv', 'passwd-file'] as const;
export type Format = (typeof formats)[number];

/** By what comes first in the first line that says something: a comma, or the colon of a passwd-file. */
export function formatOf(line: string): Format | undefined {
  const [separator] = /[,:]/.exec(line) ?? [];
  if (separator === undefined) return undefined;
  return separator === ',' ? 'csv' : 'passwd-file';
}

/**
 * Whether there is nothing on this line to import: it is blank, or a comment.
 *
 * @see https://doc.dovecot.org/main/core/config/auth/databases/passwd_file.html
 */
export function isBlank(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

/** The names of the columns, which may stand above the first address. */
export function isHeader(line: string): boolean {
  return /^"?(address|e-?mail|mailbox|user|username)"?\s*,/i.test(line);
}

/**
 * Reads a line. In CSV, all that is behind the first comma is the hash: those of ARGON2 and SCRAM have commas in them, and
 * not every export puts them in quotes.
 *
 * @returns undefined where there is no second column
 */
export function readRow(line: string, format: Format): Row | undefined {
  const found = (format === 'csv' ? /^([^,]*),(.*)$/ : /^([^:]*):([^:]*)/).exec(line);
  const [, address, hash] = found ?? [];
  if (address === undefined || hash === undefined) return undefined;
  return format === 'csv' ? { address: unquoted(address), hash: unquoted(hash) } : { address, hash };
}

function unquoted(column: string): string {
  const [, inside] = /^"((?:[^"]|"")*)"$/.exec(column.trim()) ?? [];
  return inside === undefined ? column : inside.replaceAll('""', '"');
}
