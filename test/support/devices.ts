import { randomUUID } from 'node:crypto';
import { hashSync } from 'bcryptjs';
import { createAddressStore } from '../../db/address-store.ts';
import type { Database } from '../../db/client.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import type { ActorId } from '../../src/core/actor.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import type { PasswordHash } from '../../src/core/password.ts';
import type { Address, Change, DeviceFields, Outcome, OwnDevice } from '../../src/core/ports.ts';
import { unusedTag } from './mailboxes.ts';
import { actor, dana } from './people.ts';

/** What a device is where a test doesn't care. */
export const plainFields: DeviceFields = { label: 'Phone', kind: 'phone', protocols: ['imap', 'smtp'] };

export function changeBy(user = dana): Change {
  // `actor` gives an account of the test policy.
  return { by: actor(user) as ActorId, op: randomUUID() };
}

/** An address with devices of these labels, whose passwords were delivered. */
export async function addAddress(
  db: Database,
  name: string,
  {
    devices = [],
    generic = false,
  }: { readonly devices?: readonly string[]; readonly generic?: boolean } = {},
): Promise<{ readonly address: Address; readonly devices: readonly OwnDevice[] }> {
  // A hash of the form that Dovecot reads.
  const hash = `{BLF-CRYPT}${hashSync('assigned in 2019', 4)}` as PasswordHash;
  const address = done(
    await createAddressStore(db).add(parseEmailAddress(name), generic ? hash : undefined, changeBy()),
  );
  const added: OwnDevice[] = [];
  for (const label of devices) {
    const change = changeBy();
    const fresh = { tag: unusedTag(), hash };
    const device = done(
      await createDeviceStore(db).add(address.id, { ...plainFields, label, ...fresh }, change),
    );
    await createDeliveryLog(db).delivered(change.op, device.id);
    added.push(device);
  }
  return { address, devices: added };
}

export function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new Error(`Not done: ${outcome.kind}`);
}
