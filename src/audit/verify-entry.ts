import { z } from 'zod';
import type { ChainColumns } from '../core/chain.ts';

/** What an entry says of itself and the row says beside it. */
export type Field = 'number' | 'at' | 'by' | 'op' | 'kind' | 'addressId';

/**
 * Which of its columns an entry contradicts; undefined where it is no entry at all.
 *
 * PostgreSQL writes the keys of an entry in one order, the shortest first, so nearly every entry is compared byte by byte,
 * with nothing decoded. Whatever isn't as expected is parsed: that path alone ever says that something is wrong.
 */
export function contradictions(
  entry: Buffer,
  number: number,
  columns: ChainColumns | undefined,
): readonly Field[] | undefined {
  if (columns && agrees(entry, number, columns)) return [];
  return compareParsed(entry, number, columns);
}

const atStart = bytesOf('{"at": "');
const byStart = bytesOf('", "by": "');
const opStart = bytesOf('", "op": "');
const kindStart = bytesOf('", "kind": "');
const numberStart = bytesOf('"number": ');
const addressIdKey = bytesOf('"addressId"');
const addressIdStart = bytesOf(', "addressId": "');

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function bytesOf(characters: string): Buffer {
  return Buffer.from(characters, 'latin1');
}

/** `2026-11-23T08:45:59.048123Z` */
const timeLength = 27;

/** True only where the entry says what its columns say. False where that can't be told without parsing it. */
function agrees(entry: Buffer, number: number, { at, actor, op, kind, addressId }: ChainColumns): boolean {
  let position = after(entry, 0, atStart);
  if (position === -1 || timeAt(entry, position) !== at) return false;
  position = after(entry, position + timeLength, byStart);
  position = afterPlain(entry, position, actor);
  position = after(entry, position, opStart);
  position = afterPlain(entry, position, op);
  position = after(entry, position, kindStart);
  position = afterPlain(entry, position, kind);
  if (position === -1 || entry[position] !== quote) return false;
  return numberAfter(entry, position + 1) === number && endsWithAddress(entry, addressId);
}

/** Where the expected bytes end; -1 where others are there. */
function after(entry: Buffer, start: number, expected: Buffer): number {
  if (start === -1 || start + expected.length > entry.length) return -1;
  for (let index = 0; index < expected.length; index += 1) {
    if (entry[start + index] !== expected[index]) return -1;
  }
  return start + expected.length;
}

/** The same for the value of a column; -1 also for one that JSON writes otherwise. */
function afterPlain(entry: Buffer, start: number, value: Buffer): number {
  for (const byte of value) if (byte === quote || byte === backslash || byte < 0x20) return -1;
  return after(entry, start, value);
}

/** Microseconds since 1970. */
function timeAt(entry: Buffer, start: number): number {
  const year = digits(entry, start, 4);
  const month = digits(entry, start + 5, 2);
  const day = digits(entry, start + 8, 2);
  const seconds =
    digits(entry, start + 11, 2) * 3600 + digits(entry, start + 14, 2) * 60 + digits(entry, start + 17, 2);
  return (dayNumber(year, month, day) * 86_400 + seconds) * 1_000_000 + digits(entry, start + 20, 6);
}

let knownDay = { year: 0, month: 0, day: 0, number: 0 };

/** Days since 1970. Events of one day follow each other, so it is rarely computed. */
function dayNumber(year: number, month: number, day: number): number {
  if (knownDay.day !== day || knownDay.month !== month || knownDay.year !== year) {
    knownDay = { year, month, day, number: Date.UTC(year, month - 1, day) / 86_400_000 };
  }
  return knownDay.number;
}

/** NaN where there is something else. */
function digits(entry: Buffer, start: number, count: number): number {
  let value = 0;
  for (let index = start; index < start + count; index += 1) {
    const digit = (entry[index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/**
 * The number behind the kind; -1 where it isn't plain to see.
 *
 * A quote inside of data has a backslash before it, so no data has `"number": ` in it. An object could, and comes before
 * it only with a key that nobody writes: then the entry is parsed.
 */
function numberAfter(entry: Buffer, start: number): number {
  const found = entry.indexOf(numberStart, start);
  if (found === -1) return -1;
  for (let index = start; index < found; index += 1) if (entry[index] === openBrace) return -1;
  let end = found + numberStart.length;
  while ((entry[end] ?? 0) >= 0x30 && (entry[end] ?? 0) <= 0x39) end += 1;
  if (entry[end] !== comma && entry[end] !== closeBrace) return -1;
  return digits(entry, found + numberStart.length, end - found - numberStart.length);
}

/** The id of the address is the last key of all that have one. */
function endsWithAddress(entry: Buffer, addressId: string | undefined): boolean {
  if (addressId === undefined) return !entry.includes(addressIdKey);
  const start = entry.length - addressIdStart.length - addressId.length - 2;
  const position = start < 0 ? -1 : after(entry, start, addressIdStart);
  if (position === -1 || entry[entry.length - 2] !== quote || entry[entry.length - 1] !== closeBrace)
    return false;
  for (let index = 0; index < addressId.length; index += 1) {
    if (entry[position + index] !== addressId.charCodeAt(index)) return false;
  }
  return true;
}

const stored = z.object({
  number: z.number(),
  at: z.string(),
  by: z.string(),
  op: z.string(),
  kind: z.string(),
  addressId: z.string().optional(),
});

function compareParsed(
  entry: Buffer,
  number: number,
  columns: ChainColumns | undefined,
): readonly Field[] | undefined {
  const said = parseEntry(entry);
  if (!said) return undefined;
  const wrong: Field[] = said.number === number ? [] : ['number'];
  if (!columns) return wrong;
  if (timeAt(Buffer.from(said.at), 0) !== columns.at) wrong.push('at');
  if (said.by !== columns.actor.toString()) wrong.push('by');
  if (said.op !== columns.op.toString()) wrong.push('op');
  if (said.kind !== columns.kind.toString()) wrong.push('kind');
  if (said.addressId !== columns.addressId) wrong.push('addressId');
  return wrong;
}

function parseEntry(entry: Buffer): z.infer<typeof stored> | undefined {
  try {
    return stored.safeParse(JSON.parse(entry.toString())).data;
  } catch {
    return undefined;
  }
}
