import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { ChangeEntry } from '../src/core/audit.ts';
import type { Outcome, OwnDevice } from '../src/core/ports.ts';
import type { Tag } from '../src/core/password.ts';
import type { Database } from './client.ts';
import { deviceRow, toOwnDevice } from './device-row.ts';
import type { DeviceRow } from './device-row.ts';
import type { Doubt } from './one-effect.ts';

/** Nothing came back from a change that issues a password: who did this op, if anybody? */
export async function settlePassword(
  db: Database,
  op: string,
  tag: Tag,
  { conflict }: Doubt,
): Promise<Outcome<OwnDevice>> {
  const [issued] = await db.execute<{ tag: string; row: DeviceRow }>(sql`
    select delivery.tag, ${deviceRow} as row
    from delivery join device on device.id = delivery.device_id
    where delivery.op = ${op}`);
  if (!issued) return { kind: conflict === 'tag-taken' ? 'tag-taken' : 'changed' };
  // Its tag is public, and drawn anew by whoever tries: the same one means an earlier try of this call.
  if (issued.tag !== tag) return { kind: 'elsewhere' };
  if (issued.row.tag !== tag || issued.row.disconnectedAt) return { kind: 'changed' };
  return { kind: 'done', value: toOwnDevice(issued.row) };
}

/**
 * Nothing came back from another change: was it an earlier try of this call, somebody else's, or nobody's?
 *
 * @param address the id of the address, in SQL
 * @param value what the change would have given
 */
export async function settleChange<T>(
  db: Database,
  op: string,
  address: SQL,
  { perhapsOurs }: Doubt,
  value: (entry: ChangeEntry) => T | undefined | Promise<T | undefined>,
): Promise<Outcome<T>> {
  const [event] = await db.execute<{ entry: ChangeEntry }>(sql`
    select entry::json from audit_event where op = ${op} and address_id = ${address}`);
  if (!event) return { kind: 'changed' };
  if (!perhapsOurs) return { kind: 'elsewhere' };
  const found = await value(event.entry);
  return found === undefined ? { kind: 'changed' } : { kind: 'done', value: found };
}
