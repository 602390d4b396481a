import type { ActorId } from './actor.ts';
import type { EmailAddress } from './email-address.ts';
import type { AddressId, DeviceId, DeviceKind, Protocol } from './device-names.ts';

/** What the database's triggers write, one an address and statement. `docs/glossary.md` has the words. */
export const changeKinds = [
  'address.added',
  'address.changed',
  'address.removed',
  'device.added',
  'device.edited',
  'device.password-changed',
  'device.disconnected',
  'device.deleted',
  'device.changed',
  'password.never-received',
] as const;

export type ChangeKind = (typeof changeKinds)[number];

/** A device as it is after the change, or was before it was deleted. */
export interface AuditedDevice {
  readonly id: DeviceId;
  readonly label: string;
  readonly kind: DeviceKind | 'generic';
  readonly tag: string | null;
  readonly protocols: readonly Protocol[];
  /** What differed before: only the fields that changed. */
  readonly before?: {
    readonly label?: string;
    readonly kind?: string;
    readonly tag?: string;
    readonly protocols?: readonly Protocol[];
  };
}

interface Written {
  /** An `ActorId`; `database:<login>` where somebody wrote by hand; `postern` for what it does by itself. */
  readonly by: string;
  readonly op: string;
}

export interface ChangeEntry extends Written {
  readonly kind: ChangeKind;
  readonly addressId: AddressId;
  readonly address: EmailAddress;
  /** How many devices this statement changed. */
  readonly count: number;
  /** At most 50 of them. */
  readonly devices: readonly AuditedDevice[];
}

/** What the database writes of sign-outs, one an address and statement. */
export const signOutKinds = ['sign-out.failed', 'sign-out.ended-late'] as const;

export type SignOutKind = (typeof signOutKinds)[number];

/** Sessions that could not be ended in six tries, or that were ended after that. */
export interface SignOutEntry extends Omit<ChangeEntry, 'kind' | 'devices'> {
  readonly kind: SignOutKind;
  /** At most 50 of them, as they are now. `tag` is that of the password whose sessions are meant. */
  readonly devices: readonly AuditedDevice[];
  /** A `MailProblem`, or `still-open`: what the last try that failed met. */
  readonly problem: string | null;
  readonly attempts: number;
}

/** Somebody was refused. `address` only where they typed or clicked one. */
export interface RefusalEntry extends Written {
  readonly kind: 'refused';
  readonly by: ActorId;
  /** The command or action, such as `change-password.ask`. */
  readonly attempt: string;
  readonly permission: string;
  readonly address: EmailAddress | null;
  /** How many further refusals of this person this entry stands for, beyond those written one by one. */
  readonly more: number;
}

/** More passwords were asked for, or devices disconnected, in a minute than CHANGES_PER_MINUTE. */
export interface WarningEntry extends Written {
  readonly kind: 'warning';
  readonly by: ActorId;
  readonly warning: 'too-many-passwords' | 'many-disconnects';
  readonly perMinute: number;
}

/** In which form the audit log is exported. */
export const exportFormats = ['jsonl', 'csv', 'ocsf'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** Somebody took events out of the log, to keep them elsewhere. Written before the first of them goes out. */
export interface ExportEntry extends Written {
  readonly kind: 'audit.exported';
  readonly by: ActorId;
  readonly format: ExportFormat;
  /** ISO 8601; null: from the first event on. */
  readonly since: string | null;
  /** Null: of all. */
  readonly address: EmailAddress | null;
  readonly count: number;
  /** The number of the last of them; 0 where there was none. */
  readonly upTo: number;
}

export type AuditEntry = RefusalEntry | WarningEntry | ExportEntry;

/** The owner of the database removed old events. Written by the database, with the anchor that takes their place. */
export interface PruneEntry extends Written {
  readonly kind: 'audit.pruned';
  /** An `ActorId`, as whoever signed in as the owner says. */
  readonly askedBy: string;
  readonly reason: string;
  /** ISO 8601: what was older is gone. */
  readonly before: string;
  readonly count: number;
  /** The number and the hash of the last event that was removed. */
  readonly upTo: number;
  readonly hash: string;
}

/** Every kind of event there is. */
export const auditKinds = [
  ...changeKinds,
  ...signOutKinds,
  'refused',
  'warning',
  'audit.exported',
  'audit.pruned',
] as const satisfies readonly AuditEvent['entry']['kind'][];

/** One row of the audit log, as read. */
export interface AuditEvent {
  readonly number: number;
  readonly at: Date;
  readonly entry: ChangeEntry | SignOutEntry | AuditEntry | PruneEntry;
  /** 64 hexadecimal digits; people see the first 8. */
  readonly hash: string;
}

/** `#1042 · 3f9a1c07`: names an event so that a reader can find it, and notice one that was rewritten. */
export function eventReference({ number, hash }: AuditEvent): string {
  return `#${number} · ${hash.slice(0, 8)}`;
}
