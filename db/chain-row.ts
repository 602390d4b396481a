import type { ChainRow } from '../src/core/chain.ts';
import type { CopyField } from './copy-rows.ts';

/** To be copied in binary, and read by `toChainRow`. */
export const chainColumns = `
  select number, hash, octet_length(previous_hash), previous_hash || convert_to(entry, 'UTF8'),
    at, actor, op, kind, address_id
  from audit_event`;

/** PostgreSQL counts from 2000, in microseconds. */
const microsecondsTo2000 = Date.UTC(2000, 0, 1) * 1000;

export function toChainRow(fields: readonly CopyField[]): ChainRow {
  const [number, hash, previousLength, hashed, at, actor, op, kind, addressId] = fields;
  if (!number || !hash || !previousLength || !hashed || !at || !actor || !op || !kind) {
    throw new Error('An event lacks a column that can’t be null');
  }
  return {
    number: bigInteger(number),
    hash,
    previousLength: previousLength.readInt32BE(0),
    hashed,
    columns: {
      at: bigInteger(at) + microsecondsTo2000,
      actor,
      op,
      kind,
      addressId: addressId && String(bigInteger(addressId)),
    },
  };
}

/** Exact up to 2⁵³. Of two numbers, since a BigInt takes ten times as long. */
function bigInteger(bytes: Buffer): number {
  return bytes.readInt32BE(0) * 2 ** 32 + bytes.readUInt32BE(4);
}
