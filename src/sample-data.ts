import { createAddressStore } from '../db/address-store.ts';
import { connect, type Database, type DatabaseTarget, openDatabase } from '../db/client.ts';
import { createDeliveryLog } from '../db/delivery-log.ts';
import { createDeviceStore } from '../db/device-store.ts';
import type { ActorId } from './core/actor.ts';
import { parseEmailAddress } from './core/email-address.ts';
import { issueWith } from './core/issue.ts';
import type { FreshPassword, PasswordHash } from './core/password.ts';
import type { Address, DeviceFields, DeviceId, Outcome } from './core/ports.ts';
import type { Secret } from './core/secret.ts';
import type { SamplePhone } from './sandbox/mail/phones.ts';

interface SampleLogins {
  readonly bot: DatabaseTarget;
  readonly owner: DatabaseTarget;
}

type Fresh = () => Promise<FreshPassword & { readonly hash: PasswordHash }>;

interface SampleDevice extends DeviceFields {
  /** Minutes since it was last used; undefined: never. */
  readonly used?: number;
  /** Has a card on the page of the sandbox, and signs in unless it was never used. */
  readonly onPage?: boolean;
}

const everywhere = ['imap', 'pop3', 'smtp'] as const;

const aliceDevices: readonly SampleDevice[] = [
  { label: 'iPhone of Alice', kind: 'phone', protocols: ['imap', 'smtp'], used: 4, onPage: true },
  { label: 'Outlook at the desk', kind: 'computer', protocols: everywhere, used: 95, onPage: true },
  { label: 'Old tablet', kind: 'tablet', protocols: ['imap'], onPage: true },
];

const sharedRooms = ['Reception', 'Warehouse', 'Workshop', 'Accounts', 'Sales', 'Board room'];
const sharedThings = [
  { name: 'printer', kind: 'other', protocols: ['smtp'] },
  { name: 'scanner', kind: 'other', protocols: ['smtp'] },
  { name: 'PC', kind: 'computer', protocols: ['imap', 'smtp'] },
  { name: 'tablet', kind: 'tablet', protocols: ['imap'] },
  { name: 'phone', kind: 'phone', protocols: ['imap', 'smtp'] },
] as const;

/** 6 rooms × 5 things: 30 devices, so that there is more than one page. */
const sharedDevices: readonly SampleDevice[] = sharedRooms.flatMap((room, roomIndex) =>
  sharedThings.map(({ name, kind, protocols }, index) => ({
    label: `${room} ${name}`,
    kind,
    protocols,
    used: 7 + roomIndex * 600 + index * 37,
    onPage: room === 'Reception' && kind !== 'other',
  })),
);

const sampleDevices = [
  { address: 'alice@example.com', devices: aliceDevices },
  { address: 'shared@example.com', devices: sharedDevices },
];

/**
 * Fills an empty database with the addresses of the sandbox: one with three devices and a generic password, a shared
 * mailbox with 30, one with none. Does nothing where there is any address already.
 *
 * @returns the devices that have a card on the page; with their passwords only where this call made them: nothing keeps those
 */
export async function addSampleData(
  { bot, owner }: SampleLogins,
  freshPassword: Fresh,
  people: readonly ActorId[],
): Promise<readonly SamplePhone[]> {
  // The cap is for people: nobody asked for these.
  const { db, close } = openDatabase(bot, { max: 2, changesPerMinute: 1000 });
  try {
    const passwords = await fillWhereEmpty(db, owner, freshPassword, people);
    return sampleDevices.flatMap(({ address, devices }) =>
      devices
        .filter(({ onPage }) => onPage)
        .map((device) => ({ address, label: device.label, password: passwords.get(device) })),
    );
  } finally {
    await close();
  }
}

/** @returns the passwords of those that were ever used */
async function fillWhereEmpty(
  db: Database,
  owner: DatabaseTarget,
  freshPassword: Fresh,
  people: readonly ActorId[],
): Promise<ReadonlyMap<SampleDevice, string>> {
  const addresses = createAddressStore(db);
  const passwords = new Map<SampleDevice, string>();
  if ((await addresses.list('')).length > 0) return passwords;
  const [first, second] = people;
  if (!first || !second) throw new Error('The sample data needs two people who add devices');
  const change = () => ({ by: first, op: crypto.randomUUID() });
  const { hash } = await freshPassword();
  const alice = done(await addresses.add(parseEmailAddress('alice@example.com'), hash, change()));
  const shared = done(await addresses.add(parseEmailAddress('shared@example.com'), undefined, change()));
  done(await addresses.add(parseEmailAddress('bob@example.com'), undefined, change()));

  const used: { readonly device: DeviceId; readonly minutes: number; readonly protocol: string }[] = [];
  // All at once: what is asked for at one moment the store writes together.
  const addDevices = (address: Address, devices: readonly SampleDevice[]) =>
    Promise.all(
      devices.map(async (device, index) => {
        const by = index % 2 === 0 ? first : second;
        const { id, password } = await addDevice(db, address, device, freshPassword, by);
        if (device.used === undefined) return;
        used.push({ device: id, minutes: device.used, protocol: device.protocols[0] ?? 'imap' });
        passwords.set(device, password.reveal());
      }),
    );
  await Promise.all([addDevices(alice, aliceDevices), addDevices(shared, sharedDevices)]);

  // Only the mail server writes this table, so the bot has no right to.
  const sql = connect(owner, { max: 1 });
  await sql`insert into device_use (device_id, used_at, network_address, protocol)
    select device, now() - minutes * interval '1 minute', '192.0.2.17', protocol
    from jsonb_to_recordset(${sql.json(used)}) as used (device bigint, minutes int, protocol text)`;
  await sql.end();
  return passwords;
}

async function addDevice(
  db: Database,
  { id }: Address,
  { label, kind, protocols }: SampleDevice,
  freshPassword: Fresh,
  by: ActorId,
): Promise<{ readonly id: DeviceId; readonly password: Secret }> {
  const op = crypto.randomUUID();
  const issued = await issueWith({ freshPassword }, (fresh) =>
    createDeviceStore(db).add(id, { label, kind, protocols, ...fresh }, { by, op }),
  );
  if (issued.kind !== 'done') throw new Error(`The sample data could not be written: ${issued.kind}`);
  await createDeliveryLog(db).delivered(op, issued.device.id);
  return { id: issued.device.id, password: issued.password };
}

function done<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'done') return outcome.value;
  throw new Error(`The sample data could not be written: ${outcome.kind}`);
}
