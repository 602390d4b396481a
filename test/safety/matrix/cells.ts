import { randomUUID } from 'node:crypto';
import { createAddressStore } from '../../../db/address-store.ts';
import type { ActorId } from '../../../src/core/actor.ts';
import type { TestDatabase } from '../../support/database.ts';
import { addAddress } from '../../support/devices.ts';
import { done } from '../../support/mailboxes.ts';
import { type Action, addresses } from './rights.ts';
import type { Target } from './world.ts';

/** The addresses of the matrix, each with a device and a generic password; one of them removed again. */
export async function addCells(database: TestDatabase): Promise<void> {
  const both = { devices: ['Cell'], generic: true };
  for (const name of [addresses.own, addresses['in the pattern'], addresses['of another domain']]) {
    await addAddress(database.db, name, both);
  }
  const { address } = await addAddress(database.db, addresses.removed, both);
  // As an account of the policy is written.
  const change = { by: 'terminal:root' as ActorId, op: randomUUID() };
  done(await createAddressStore(database.db).remove(address.id, { disconnectAll: true }, change));
}

/** What a button or a form of that name carries. */
export function argumentsOf(
  name: string,
  names: Action['names'],
  { address, device, generic, digest }: Target,
): string {
  if (names === 'device') return `${device.id}:${device.version}`;
  if (names === 'generic') return `${generic.id}:${generic.version}`;
  const after: Readonly<Record<string, string>> = {
    'list.show': ':0:',
    'audit.earlier': ':999999',
    'disconnect-all.confirm': `:${digest}`,
  };
  return `${address}${after[name] ?? ''}`;
}
