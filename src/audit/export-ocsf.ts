import { parseActorId } from '../core/actor.ts';
import type { AuditEvent } from '../core/audit.ts';
import { eventReference } from '../core/audit.ts';
import type { ChainRow } from '../core/chain.ts';
import { readEvent, sentenceOf } from './export-event.ts';
import { activityOf, severityOf, statusOf } from './ocsf-activity.ts';

/** Of the schema. What this uses is the same up to 1.7. */
const schemaVersion = '1.1.0';
const identityAndAccess = 3;
const accountChange = 3001;

/**
 * One event as Account Change of the Open Cybersecurity Schema Framework.
 *
 * @see https://schema.ocsf.io/1.1.0/classes/account_change
 */
export function ocsfLine(row: ChainRow): string {
  return `${JSON.stringify(ocsfEvent(row))}\n`;
}

export function ocsfEvent(row: ChainRow): Readonly<Record<string, unknown>> {
  const event = readEvent(row);
  const { entry, number, at } = event;
  const activity = activityOf(entry);
  const status = statusOf(entry);
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    category_uid: identityAndAccess,
    category_name: 'Identity & Access Management',
    class_uid: accountChange,
    class_name: 'Account Change',
    type_uid: accountChange * 100 + activity.id,
    type_name: `Account Change: ${activity.name}`,
    severity_id: severityOf(entry),
    status_id: status.id,
    status: status.name,
    time: at.getTime(),
    message: sentenceOf(event),
    user: target(entry),
    actor: { app_name: 'Postern', user: account(entry.by) },
    metadata: {
      version: schemaVersion,
      product: { name: 'Postern', vendor_name: 'Postern', feature: { name: 'audit' } },
      uid: eventReference(event),
      sequence: number,
      log_name: 'audit_event',
      original_time: at.toISOString(),
    },
    raw_data: row.hashed.toString('utf8', row.previousLength),
    unmapped: { kind: entry.kind, op: entry.op, hash: event.hash },
  };
}

/** Whose account it is: the address. Where an event is about none, whoever acted. */
function target(entry: AuditEvent['entry']): Readonly<Record<string, unknown>> {
  if (!('address' in entry) || entry.address === null) return account(entry.by);
  const { address } = entry;
  return {
    name: address,
    email_addr: address,
    domain: address.slice(address.indexOf('@') + 1),
    ...('addressId' in entry ? { uid: entry.addressId } : {}),
    type_id: 1,
    type: 'User',
  };
}

function account(by: string): Readonly<Record<string, unknown>> {
  const identity = parseActorId(by);
  if (!identity) return { uid: by, name: by, type_id: 3, type: 'System' };
  return { uid: by, name: identity.user, type_id: 1, type: 'User' };
}
