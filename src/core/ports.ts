import type { ActorId } from './actor.ts';
import type { AuditEntry, AuditEvent } from './audit.ts';
import type { AddressId, DeviceId, DeviceKind, Protocol } from './device-names.ts';
import type { EmailAddress } from './email-address.ts';

import type { PasswordHash, Tag } from './password.ts';

export { deviceKinds, protocols } from './device-names.ts';
export type { AddressId, DeviceId, DeviceKind, Protocol } from './device-names.ts';

export interface Address {
  readonly id: AddressId;
  readonly address: EmailAddress;
}

export interface LastUse {
  readonly at: Date;
  /** Network address that the mail server saw. */
  readonly from: string;
  readonly protocol: Protocol;
}

interface Listed {
  readonly id: DeviceId;
  readonly addressId: AddressId;
  readonly address: EmailAddress;
  readonly label: string;
  readonly protocols: readonly Protocol[];
  /** Goes up with every change: a button carries the one that its person saw. */
  readonly version: number;
  readonly addedAt: Date;
  /** An `ActorId`, or `database:<login>` where somebody wrote to the database by hand. */
  readonly addedBy: string;
  readonly lastUse: LastUse | undefined;
  /** Set where the device is no longer in the list. */
  readonly disconnectedAt: Date | undefined;
}

export interface OwnDevice extends Listed {
  readonly kind: DeviceKind;
  readonly tag: Tag;
  /** Nobody signed in with it within a day of its being added, nor since. */
  readonly isLongUnused: boolean;
  /**
   * What became of its newest password: `pending` until the platform took the message, at most two minutes;
   * then `received` or `never-received`, and refused at sign-in.
   */
  readonly delivery: 'pending' | 'received' | 'never-received';
}

/** A device as it is right after a change of its password, which asks for nothing besides. */
export type IssuedDevice = Omit<OwnDevice, 'lastUse' | 'isLongUnused' | 'delivery'>;

/** The one password that the address was created with, before 2026. */
export interface GenericPassword extends Listed {
  readonly kind: 'generic';
}

export type Device = OwnDevice | GenericPassword;

/** Who changes something, and which delivery of a platform asked for it: one `op` has one effect. */
export interface Change {
  readonly by: ActorId;
  readonly op: string;
}

/**
 * What became of a change.
 *
 * - `done`: by this call (or an earlier try of it whose answer was lost).
 * - `elsewhere`: the same delivery was done by another process, which answers it: say nothing.
 * - `changed`: the version or the digest no longer holds, or the device is gone. Nothing was done.
 * - `tag-taken`: the address had this tag before: draw another.
 */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'tag-taken' };

export interface DeviceFields {
  readonly label: string;
  readonly kind: DeviceKind;
  readonly protocols: readonly Protocol[];
}

export interface DevicePage {
  readonly devices: readonly Device[];
  /** All that match, on all pages, the generic password too. */
  readonly total: number;
  /** Whether the generic password is among them. */
  readonly hasGeneric: boolean;
}

/** What a question about all devices of an address shows, and the digest that its answer must bring back. */
export interface ConnectedDevices {
  readonly count: number;
  /** At most three. */
  readonly labels: readonly string[];
  readonly hasGeneric: boolean;
  /** 12 hexadecimal digits over ids and versions. */
  readonly digest: string;
}

/**
 * The devices, wherever they are kept. Every change is one statement, audited by the database in that statement.
 *
 * Everything here rejects with `UserError` `try-again` where the database can't be reached within 3 s, and a
 * change with `too-many-changes` where the actor was given more passwords in this minute than the cap.
 */
export interface DeviceStore {
  /** In the order of their labels, the generic password first; `match` looks into labels and tags. */
  list(
    address: AddressId,
    options: { readonly match: string; readonly page: number; readonly pageSize: number },
  ): Promise<DevicePage>;
  /** How many of that list stand before it; or before where it stood, if it is disconnected. */
  placeOf(device: DeviceId): Promise<number>;
  /** Also where it is disconnected. */
  find(device: DeviceId): Promise<Device | undefined>;
  connected(address: AddressId): Promise<ConnectedDevices>;
  add(
    address: AddressId,
    fields: DeviceFields & { readonly tag: Tag; readonly hash: PasswordHash },
    change: Change,
  ): Promise<Outcome<OwnDevice>>;
  changePassword(
    device: DeviceId,
    version: number,
    fresh: { readonly tag: Tag; readonly hash: PasswordHash },
    change: Change,
  ): Promise<Outcome<IssuedDevice>>;
  edit(device: DeviceId, version: number, fields: DeviceFields, change: Change): Promise<Outcome<OwnDevice>>;
  /** A device, or the generic password: which of the two is checked by its command. */
  disconnect(device: DeviceId, version: number, change: Change): Promise<Outcome<Device>>;
  /** All but the generic password, if they are those of which `digest` was made. */
  disconnectAll(
    address: AddressId,
    digest: string,
    change: Change,
  ): Promise<Outcome<{ readonly count: number }>>;
}

export interface AddressStore {
  /** Undefined also where the address was removed. */
  find(address: EmailAddress): Promise<Address | undefined>;
  get(id: AddressId): Promise<Address | undefined>;
  /**
   * Addresses for which `word` begins the address, its domain, or a word of it (after `.`, `-`, `_`, `+` or `@`): first
   * those that begin with it, then the others in the order of what they are found by. `after` one of them: those behind it.
   */
  search(
    word: string,
    options: { readonly after: EmailAddress | undefined; readonly limit: number },
  ): Promise<readonly EmailAddress[]>;
}

/** Passwords on their way to a person. Those not delivered within two minutes are refused at sign-in. */
export interface DeliveryLog {
  /** The platform took the message. False where the two minutes were over: the password is refused. */
  delivered(op: string, device: DeviceId): Promise<boolean>;
  /** The message could not be delivered: the password is refused from now on, and an added device is gone. */
  withdraw(op: string, device: DeviceId): Promise<void>;
  /** The person who asked for it knows that it is refused: nobody needs to tell them again. */
  told(op: string, device: DeviceId): Promise<void>;
}

export interface AuditLog {
  /** For refusals and warnings: the database itself writes the events of changes. */
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. `before`: only events with a lower number. */
  ofAddress(
    address: AddressId,
    options: { readonly before: number | undefined; readonly limit: number },
  ): Promise<readonly AuditEvent[]>;
}

/** Where a mail program signs in, as `host:port` and how it is encrypted; undefined where the site has none. */
export interface MailSettings {
  readonly imap: MailEndpoint | undefined;
  readonly pop3: MailEndpoint | undefined;
  readonly smtp: MailEndpoint | undefined;
  /** Mail is sent through Postfix: what it has accepted already, it goes on sending. */
  readonly usesPostfix: boolean;
}

export interface MailEndpoint {
  readonly host: string;
  readonly port: number;
  readonly encryption: 'TLS' | 'STARTTLS';
}

export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
