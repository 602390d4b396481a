import type { AuditEvent } from '../core/audit.ts';

type Entry = AuditEvent['entry'];

/** A number of the schema, with its name. */
export interface Enumerated {
  readonly id: number;
  readonly name: string;
}

const create: Enumerated = { id: 1, name: 'Create' };
const passwordChange: Enumerated = { id: 3, name: 'Password Change' };
const remove: Enumerated = { id: 6, name: 'Delete' };
/** What the schema has no number for is named by whoever makes the event. */
const other = (name: string): Enumerated => ({ id: 99, name });

/** What was done to the account, which is the address. A device is no account: adding one is none of the schema's own. */
export function activityOf(entry: Entry): Enumerated {
  switch (entry.kind) {
    case 'address.added':
      return create;
    case 'address.removed':
      return remove;
    case 'address.changed':
      return other('Change Address');
    case 'device.password-changed':
      return passwordChange;
    case 'device.added':
      return other('Add Device');
    case 'device.edited':
      return other('Edit Device');
    case 'device.disconnected':
      return other('Disconnect Device');
    case 'device.deleted':
      return other('Delete Device');
    case 'device.changed':
      return other('Change Device');
    case 'password.never-received':
      return other('Withdraw Password');
    case 'sign-out.failed':
    case 'sign-out.ended-late':
      return other('End Sessions');
    case 'refused':
      return entry.permission === 'change-password' ? passwordChange : other(`Attempt ${entry.permission}`);
    case 'warning':
      return other('Warning');
    case 'audit.exported':
      return other('Export Audit Log');
    case 'audit.pruned':
      return other('Prune Audit Log');
  }
}

/** Success or Failure. */
export function statusOf({ kind }: Entry): Enumerated {
  const isFailure = kind === 'refused' || kind === 'sign-out.failed' || kind === 'password.never-received';
  return isFailure ? { id: 2, name: 'Failure' } : { id: 1, name: 'Success' };
}

const informational = 1;
const low = 2;
const medium = 3;

/** How much somebody should look at it. What was written past Postern, or may be an account taken over, most. */
export function severityOf({ kind, by }: Entry): number {
  if (by.startsWith('database:')) return medium;
  switch (kind) {
    case 'warning':
    case 'sign-out.failed':
    case 'audit.pruned':
      return medium;
    case 'refused':
    case 'password.never-received':
    case 'audit.exported':
      return low;
    case 'address.added':
    case 'address.changed':
    case 'address.removed':
    case 'device.added':
    case 'device.edited':
    case 'device.password-changed':
    case 'device.disconnected':
    case 'device.deleted':
    case 'device.changed':
    case 'sign-out.ended-late':
      return informational;
  }
}
