import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import type { ChainRow } from '../../src/core/chain.ts';

/** A row of `audit_event`, to be changed as somebody with every right could. */
export interface StoredEvent {
  number: number;
  entry: string;
  previousHash: Buffer;
  hash: Buffer;
  /** ISO 8601, to the microsecond. */
  at: string;
  actor: string;
  op: string;
  kind: string;
  addressId: string | null;
}

/** Of the chain, as PostgreSQL computes it. */
export function hashOf(previousHash: Buffer, entry: string): Buffer {
  return createHash('sha256').update(previousHash).update(entry).digest();
}

/** JSON as PostgreSQL writes jsonb: the shortest key first, then by the alphabet. */
export function jsonbText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([one], [other]) => one.length - other.length || (one < other ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}: ${jsonbText(member)}`).join(', ')}}`;
}

/** An event with this in its entry, behind another one or as the first. */
export function eventBehind(
  previous: Pick<StoredEvent, 'number' | 'hash'> | undefined,
  more: Readonly<Record<string, unknown>> = {},
): StoredEvent {
  const number = (previous?.number ?? 0) + 1;
  const said = {
    number,
    at: timeOf(number),
    by: 'slack:T0123/U0DANA',
    op: `op-${number}`,
    kind: number % 5 === 0 ? 'refused' : 'device.added',
    ...(number % 5 === 0
      ? { attempt: 'list', permission: 'list', address: null, more: 0 }
      : {
          addressId: String((number % 7) + 1),
          address: `alice${(number % 7) + 1}@example.com`,
          count: 1,
          devices: [
            { id: '42', label: 'Phone “of” \\"Alice\\"', kind: 'phone', tag: 'k7xw', protocols: ['imap'] },
          ],
        }),
    ...more,
  };
  const entry = jsonbText(said);
  const previousHash = previous?.hash ?? Buffer.alloc(32);
  return {
    number,
    entry,
    previousHash,
    hash: hashOf(previousHash, entry),
    at: said.at,
    actor: said.by,
    op: said.op,
    kind: said.kind,
    addressId: 'addressId' in said && typeof said.addressId === 'string' ? said.addressId : null,
  };
}

/** A second and some microseconds apart. */
function timeOf(number: number): string {
  const milliseconds = Date.UTC(2026, 0, 1) + number * 1000;
  return new Date(milliseconds).toISOString().replace('Z', `${String(number % 1000).padStart(3, '0')}Z`);
}

export function chainOf(length: number): StoredEvent[] {
  const events: StoredEvent[] = [];
  for (let index = 0; index < length; index += 1) events.push(eventBehind(events.at(-1)));
  return events;
}

/** As the reader hands it on. */
export function rowOf({
  number,
  entry,
  previousHash,
  hash,
  at,
  actor,
  op,
  kind,
  addressId,
}: StoredEvent): ChainRow {
  const microseconds = Number(at.slice(23, 26));
  return {
    number,
    hash,
    hashed: Buffer.concat([previousHash, Buffer.from(entry)]),
    previousLength: previousHash.length,
    columns: {
      at: Date.parse(`${at.slice(0, 23)}Z`) * 1000 + microseconds,
      actor: Buffer.from(actor),
      op: Buffer.from(op),
      kind: Buffer.from(kind),
      addressId: addressId ?? undefined,
    },
  };
}

/** Lets the owner write whatever there is, as one who has every right could. */
export async function liftRules(owner: postgres.Sql): Promise<void> {
  await owner.unsafe(`
    alter table audit_event disable trigger user;
    alter table audit_event drop constraint if exists audit_event_holds;
    alter table audit_event drop constraint if exists audit_event_previous_hash_unique;
    drop index if exists audit_event_one_effect;
    alter table audit_anchor disable trigger user`);
}

/** In place of all that is there. */
export async function writeEvents(owner: postgres.Sql, events: readonly StoredEvent[]): Promise<void> {
  await owner`delete from audit_event`;
  // As text: the driver would take the microseconds from the times.
  const rows = events.map((event) => ({
    ...event,
    previousHash: event.previousHash.toString('hex'),
    hash: event.hash.toString('hex'),
  }));
  await owner`
    insert into audit_event (number, entry, previous_hash, hash, kind, address_id, op, actor, at)
    select number, entry, decode("previousHash", 'hex'), decode(hash, 'hex'), kind, "addressId", op, actor, at
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as event(
      number bigint, entry text, "previousHash" text, hash text, kind text, "addressId" bigint, op text, actor text,
      at timestamptz
    )`;
}
