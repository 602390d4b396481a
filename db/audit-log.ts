import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { AuditEvent } from '../src/core/audit.ts';
import type { AddressId, AuditLog } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { keyOf } from './key.ts';
import { repeatable } from './one-effect.ts';

export interface AuditReader {
  /** Oldest first: what has a higher number. Numbers have no gaps, and none appears below one that was read. */
  after(number: number, limit: number): Promise<readonly AuditEvent[]>;
  /** The change that a delivery of a platform made to an address. */
  changeByOp(op: string, address: AddressId): Promise<AuditEvent | undefined>;
  /** How many devices the actor disconnected within the last minute. */
  countDisconnected(actor: string): Promise<number>;
}

export function createAuditLog(db: Database): AuditLog & AuditReader {
  return {
    append: (entry) =>
      repeatable(async () => {
        await db.execute(sql`select append_audit(${JSON.stringify(entry)}::jsonb)`);
      }),

    ofAddress: (address, { before, limit }) =>
      events(
        sql`address_id = ${keyOf(address)} and number < ${before ?? Number.MAX_SAFE_INTEGER}::bigint
          order by number desc limit ${limit}`,
      ),

    after: (number, limit) => events(sql`number > ${number}::bigint order by number limit ${limit}`),

    changeByOp: async (op, address) => (await events(sql`op = ${op} and address_id = ${keyOf(address)}`))[0],

    countDisconnected: (actor) =>
      repeatable(async () => {
        const [counted] = await db.execute<{ count: number }>(sql`
          select coalesce(sum((entry::jsonb ->> 'count')::int), 0)::int as count from audit_event
          where actor = ${actor} and at > now() - interval '1 minute' and kind = 'device.disconnected'`);
        return counted?.count ?? 0;
      }),
  };

  function events(condition: SQL): Promise<readonly AuditEvent[]> {
    return repeatable(async () => {
      const rows = await db.execute<{ entry: StoredEntry; hash: string }>(sql`
        select entry::json, encode(hash, 'hex') as hash from audit_event where ${condition}`);
      return rows.map(toAuditEvent);
    });
  }
}

export function toAuditEvent(row: { readonly entry: StoredEntry; readonly hash: string }): AuditEvent {
  const { number, at, ...entry } = row.entry;
  return { number, at: new Date(at), hash: row.hash, entry };
}

/** An entry as it is hashed, with what the database adds to it before. */
export type StoredEntry = AuditEvent['entry'] & Stored;

interface Stored {
  readonly number: number;
  /** ISO 8601, in UTC, to the microsecond. */
  readonly at: string;
}
