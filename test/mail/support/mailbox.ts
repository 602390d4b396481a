import { hashSync } from 'bcryptjs';
import { createAddressStore } from '../../../db/address-store.ts';
import type { Database } from '../../../db/client.ts';
import { createDeliveryLog } from '../../../db/delivery-log.ts';
import { createDeviceStore } from '../../../db/device-store.ts';
import { parseEmailAddress } from '../../../src/core/email-address.ts';
import { generatePassword, type PasswordHash, type Tag } from '../../../src/core/password.ts';
import type { Address, IssuedDevice, Protocol } from '../../../src/core/ports.ts';
import { Secret } from '../../../src/core/secret.ts';
import { changeBy, done } from '../../support/devices.ts';

/** A device, as its owner has it. */
export interface Phone {
  readonly device: IssuedDevice;
  readonly password: string;
  readonly identity: string;
}

let mailboxes = 0;

/** An address that no other test has. */
export async function newMailbox(
  db: Database,
  { generic, name }: { readonly generic?: string; readonly name?: string } = {},
): Promise<Address> {
  mailboxes += 1;
  const address = parseEmailAddress(name ?? `jane.${process.pid}.${mailboxes}@example.com`);
  return done(
    await createAddressStore(db).add(
      address,
      generic === undefined ? undefined : hashed(generic),
      changeBy(),
    ),
  );
}

export async function newPhone(
  db: Database,
  { id }: Pick<Address, 'id'>,
  {
    protocols = ['imap', 'pop3', 'smtp'],
    delivered = true,
    label = 'Phone',
    cost = 4,
    given,
  }: {
    readonly protocols?: readonly Protocol[];
    readonly delivered?: boolean;
    readonly label?: string;
    /** Of bcrypt. The lowest: what is tried here is seldom the strength of a hash. */
    readonly cost?: number;
    /** In place of a random password: one of the same shape, whose first four characters are the tag. */
    readonly given?: string;
  } = {},
): Promise<Phone> {
  const { tag, password } =
    given === undefined
      ? generatePassword()
      : // A tag is what the first four characters of such a password are.
        { tag: given.slice(0, 4) as Tag, password: new Secret(given) };
  const change = changeBy();
  const hash = hashed(password.reveal(), cost);
  const outcome = await createDeviceStore(db).add(id, { label, kind: 'phone', protocols, tag, hash }, change);
  // Two random tags of an address may be the same.
  if (outcome.kind === 'tag-taken') return newPhone(db, { id }, { protocols, delivered, label, cost });
  const device = done(outcome);
  if (delivered) await createDeliveryLog(db).delivered(change.op, device.id);
  return { device, password: password.reveal(), identity: `${device.address}/${tag}` };
}

/** The same device with another password, which was delivered. */
export async function changedPassword(db: Database, { device }: Phone): Promise<Phone> {
  const { tag, password } = generatePassword();
  const change = changeBy();
  const hash = hashed(password.reveal());
  const changed = done(
    await createDeviceStore(db).changePassword(device.id, device.version, { tag, hash }, change),
  );
  await createDeliveryLog(db).delivered(change.op, device.id);
  return { device: changed, password: password.reveal(), identity: `${device.address}/${tag}` };
}

export async function disconnect(db: Database, { device }: Phone): Promise<void> {
  done(await createDeviceStore(db).disconnect(device.id, device.version, changeBy()));
}

export async function disconnectAll(db: Database, { id }: Address): Promise<void> {
  const store = createDeviceStore(db);
  const { digest } = await store.connected(id);
  done(await store.disconnectAll(id, digest, changeBy()));
}

function hashed(password: string, cost = 4): PasswordHash {
  // Of the form that Dovecot reads.
  return `{BLF-CRYPT}${hashSync(password, cost)}` as PasswordHash;
}
