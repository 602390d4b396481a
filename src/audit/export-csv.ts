import type { AuditEvent } from '../core/audit.ts';
import type { ChainRow } from '../core/chain.ts';
import { readEvent, sentenceOf } from './export-event.ts';

const columns = [
  'number',
  'at',
  'kind',
  'by',
  'address',
  'count',
  'devices',
  'sentence',
  'op',
  'hash',
] as const;

/**
 * A spreadsheet takes what begins with one of these for a formula, in quotes too; behind an apostrophe it is text. What
 * begins with an apostrophe of its own gets one as well: the first one is always ours, and no two values look alike.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const needsApostrophe = /^['=+\-@\t\r\n＝＋－＠]/;

export const csvHeader = line(columns);

/** One event as a line for spreadsheets. */
export function csvLine(row: ChainRow): string {
  const event = readEvent(row);
  const { number, at, entry, hash } = event;
  return line([
    String(number),
    at.toISOString(),
    entry.kind,
    entry.by,
    'address' in entry ? (entry.address ?? '') : '',
    'count' in entry ? String(entry.count) : '',
    devicesOf(entry),
    sentenceOf(event),
    entry.op,
    hash,
  ]);
}

function devicesOf(entry: AuditEvent['entry']): string {
  if (!('devices' in entry)) return '';
  return entry.devices.map(({ label, tag }) => (tag === null ? label : `${label} (${tag})`)).join('; ');
}

function line(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** RFC 4180, with every cell in quotes. */
export function cell(value: string): string {
  const safe = needsApostrophe.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
