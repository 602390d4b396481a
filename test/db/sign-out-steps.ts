import { createDeviceStore } from '../../db/device-store.ts';
import { createSignOutStore } from '../../db/sign-outs.ts';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import type { SignOut, SignOutId } from '../../src/core/sessions.ts';
import type { TestDatabase } from '../support/database.ts';
import { change, done, fresh, phone } from '../support/mailboxes.ts';

/** What tests of sign-outs do with the database. */
export function signOutSteps(database: TestDatabase) {
  const store = () => createDeviceStore(database.db);
  const signOuts = () => createSignOutStore(database.db);

  async function add(address: Address, label = phone.label): Promise<OwnDevice> {
    return done(await store().add(address.id, { ...phone, label, ...fresh() }, change()));
  }

  async function revoked(address: Address, label?: string): Promise<OwnDevice> {
    const device = await add(address, label);
    done(await store().disconnect(device.id, 1, change()));
    return device;
  }

  /** As if that much time had passed since everything was written. */
  async function pass(interval: string): Promise<void> {
    await database.sql('owner').unsafe(`
      update sign_out set due_at = due_at - interval '${interval}', lease_until = lease_until - interval '${interval}'
      where done_at is null`);
  }

  /** The one sign-out of the device that is due. */
  async function claimed(device: OwnDevice): Promise<SignOut> {
    const [one, ...more] = await signOuts().claimOf({ device: device.id }, 60);
    if (!one || more.length > 0) throw new Error(`Claimed ${more.length + (one ? 1 : 0)}`);
    return one;
  }

  /** Six times, each as soon as it is due. */
  async function giveUp(device: OwnDevice): Promise<SignOutId> {
    let id: SignOutId | undefined;
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      ({ id } = await claimed(device));
      await signOuts().failed([id], 'timeout');
      await pass('1 hour');
    }
    if (id === undefined) throw new Error('Never tried');
    return id;
  }

  return { store, signOuts, add, revoked, pass, claimed, giveUp };
}
