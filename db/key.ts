import type { AddressId, DeviceId } from '../src/core/ports.ts';
import type { SignOutId } from '../src/core/sessions.ts';

/** A key no row has: identities count from 1. */
const nobody = 0n;

/** The key of a row, from what travelled in a button: anything may come back. */
export function keyOf(id: AddressId | DeviceId | SignOutId): bigint {
  return /^[1-9]\d{0,17}$/.test(id) ? BigInt(id) : nobody;
}
