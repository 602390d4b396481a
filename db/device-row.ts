import { sql } from 'drizzle-orm';
import type { EmailAddress } from '../src/core/email-address.ts';
import type { Tag } from '../src/core/password.ts';
import type {
  AddressId,
  Device,
  DeviceId,
  DeviceKind,
  GenericPassword,
  IssuedDevice,
  OwnDevice,
  Protocol,
} from '../src/core/ports.ts';

/** What `issuedRow` gives. Times are ISO 8601. */
export interface IssuedRow {
  readonly id: DeviceId;
  readonly addressId: AddressId;
  readonly address: EmailAddress;
  readonly label: string;
  readonly kind: DeviceKind | 'generic';
  readonly protocols: readonly Protocol[];
  readonly tag: Tag | null;
  readonly version: number;
  readonly addedAt: string;
  readonly addedBy: string;
  readonly disconnectedAt: string | null;
}

/** What `deviceRow` gives. */
export interface DeviceRow extends IssuedRow {
  readonly lastUse: { readonly at: string; readonly from: string; readonly protocol: Protocol } | null;
  /** Added more than a day ago, by the clock of the database. */
  readonly isOld: boolean;
  readonly delivery: OwnDevice['delivery'];
}

const ownFields = sql`
  'id', device.id::text,
  'addressId', device.address_id::text,
  'address', (select address.address from address where address.id = device.address_id),
  'label', device.label,
  'kind', device.kind,
  'protocols', device.protocols,
  'tag', device.tag,
  'version', device.version,
  'addedAt', device.added_at,
  'addedBy', device.added_by,
  'disconnectedAt', device.disconnected_at`;

/** A row of `device` in the statement that changes its password. What is known of it elsewhere takes two more questions. */
export const issuedRow = sql<IssuedRow>`json_build_object(${ownFields})`;

/**
 * A row of `device` with what is known of it elsewhere, in a `select` and in a `returning` alike.
 *
 * The delivery of a password that is being issued isn't there yet: the trigger writes it at the end of the
 * statement. One without a delivery is refused at sign-in, and so never received.
 */
export const deviceRow = sql<DeviceRow>`json_build_object(${ownFields},
  'lastUse', (
    select json_build_object('at', used_at, 'from', host(network_address), 'protocol', protocol)
    from device_use where device_use.device_id = device.id
  ),
  'isOld', device.added_at < now() - interval '1 day',
  'delivery', coalesce((
    select case
      when withdrawn_at is not null then 'never-received'
      when delivered_at is not null then 'received'
      when issued_at > now() - interval '2 minutes' then 'pending'
      else 'never-received'
    end
    from delivery where delivery.address_id = device.address_id and delivery.tag = device.tag
  ), 'pending')
)`;

export function toDevice(row: DeviceRow): Device {
  return row.kind === 'generic' ? toGeneric(row) : toOwnDevice(row);
}

/** @throws for the generic password: the caller asked for what it can't be */
export function toOwnDevice(row: DeviceRow): OwnDevice {
  const { isOld, lastUse, delivery } = row;
  return { ...toIssued(row), ...toUse(row), isLongUnused: isOld && !lastUse, delivery };
}

/** @throws for the generic password: it is never issued */
export function toIssued(row: IssuedRow): IssuedDevice {
  const { id, kind, tag } = row;
  if (kind === 'generic' || tag === null) throw new Error(`Device ${id} is a generic password`);
  return { ...toListed(row), kind, tag };
}

function toGeneric(row: DeviceRow): GenericPassword {
  return { ...toListed(row), ...toUse(row), kind: 'generic' };
}

function toUse({ lastUse }: DeviceRow): Pick<OwnDevice, 'lastUse'> {
  return { lastUse: lastUse ? { ...lastUse, at: new Date(lastUse.at) } : undefined };
}

function toListed(row: IssuedRow): Omit<GenericPassword, 'kind' | 'lastUse'> {
  const { id, addressId, address, label, protocols, version, addedBy } = row;
  return {
    id,
    addressId,
    address,
    label,
    protocols,
    version,
    addedBy,
    addedAt: new Date(row.addedAt),
    disconnectedAt: row.disconnectedAt ? new Date(row.disconnectedAt) : undefined,
  };
}
