import { and, eq, isNull, sql } from 'drizzle-orm';
import type { EmailAddress } from '../src/core/email-address.ts';
import type { PasswordHash } from '../src/core/password.ts';
import type { Address, AddressId, AddressStore, Change, Outcome } from '../src/core/ports.ts';
import { type AddressImport, createAddressImport } from './address-import.ts';
import { createAddressSearch } from './address-search.ts';
import type { Database } from './client.ts';
import { keyOf } from './key.ts';
import { oneEffect, repeatable } from './one-effect.ts';
import { address } from './schema.ts';
import { settleChange } from './settle.ts';

export interface ListedAddress extends Address {
  /** Without the generic password. */
  readonly devices: number;
  readonly hasGeneric: boolean;
}

/** What else administrators do with addresses. */
export interface AddressAdministration {
  /** `changed`: there is such an address already. One that was removed comes back, and its tags stay taken. */
  add(name: EmailAddress, generic: PasswordHash | undefined, change: Change): Promise<Outcome<Address>>;
  list(match: string): Promise<readonly ListedAddress[]>;
  /** `disconnectAll` takes the generic password too. Without it, an address with devices stays. */
  remove(
    id: AddressId,
    options: { readonly disconnectAll: boolean },
    change: Change,
  ): Promise<Outcome<{ readonly disconnected: number }> | { readonly kind: 'devices-left' }>;
}

const columns = { id: sql<AddressId>`${address.id}::text`, address: sql<EmailAddress>`${address.address}` };

export function createAddressStore(db: Database): AddressStore & AddressAdministration & AddressImport {
  const byName = db
    .select(columns)
    .from(address)
    .where(and(eq(address.address, sql.placeholder('name')), isNull(address.removedAt)))
    .prepare('find_address');
  const byId = db
    .select(columns)
    .from(address)
    .where(and(eq(address.id, sql.placeholder('id')), isNull(address.removedAt)))
    .prepare('get_address');

  return {
    find: (name) => repeatable(async () => (await byName.execute({ name }))[0]),
    get: (id) => repeatable(async () => (await byId.execute({ id: keyOf(id) }))[0]),
    search: createAddressSearch(db),
    ...createAddressImport(db),

    list: (match) =>
      repeatable(async () => [
        ...(await db.execute<{ [K in keyof ListedAddress]: ListedAddress[K] }>(sql`
          select address.id::text, address.address,
            count(device.id) filter (where device.kind <> 'generic')::int as devices,
            count(device.id) filter (where device.kind = 'generic') > 0 as "hasGeneric"
          from address left join device on device.address_id = address.id and device.disconnected_at is null
          where address.removed_at is null and strpos(address.address, ${match.toLowerCase()}) > 0
          group by address.id order by address.address`)),
      ]),

    add(name, generic, { by, op }) {
      return oneEffect(
        async () => {
          const [added] = await db.execute<{ id: AddressId }>(sql`
            with added as (
              insert into address (address, changed_by, op) values (${name}, ${by}, ${op})
              on conflict (address) do update set removed_at = null, changed_by = excluded.changed_by, op = excluded.op
              where address.removed_at is not null
              returning id
            ), generic as (
              insert into device (address_id, label, kind, protocols, password_hash, changed_by, op)
              select id, 'Generic password', 'generic', '{imap,pop3,smtp}', ${generic ?? null}, ${by}, ${op} || '/generic'
              from added where ${generic !== undefined}
            )
            select id::text from added`);
          return added && { id: added.id, address: name };
        },
        (doubt) =>
          settleChange(db, op, sql`(select id from address where address = ${name})`, doubt, (entry) => ({
            id: entry.addressId,
            address: name,
          })),
      );
    },

    remove(id, { disconnectAll }, { by, op }) {
      return oneEffect(
        async () => {
          const [found] = await db.execute<{ removed: boolean; left: boolean; disconnected: number }>(sql`
            with gone as (
              update device set disconnected_at = now(), changed_by = ${by}, op = ${op} || '/devices'
              where address_id = ${keyOf(id)} and disconnected_at is null and ${disconnectAll}
              returning id
            ), removed as (
              update address set removed_at = now(), changed_by = ${by}, op = ${op}
              where id = ${keyOf(id)} and removed_at is null
              returning id
            )
            select count(*)::int as disconnected, exists (select from removed) as removed from gone`);
          return found?.removed ? { disconnected: found.disconnected } : undefined;
        },
        async (doubt) => {
          if (doubt.conflict === 'devices-left') return { kind: 'devices-left' };
          return await settleChange(db, op, sql`${keyOf(id)}`, doubt, async () => ({
            disconnected: await disconnectedBy(`${op}/devices`, id),
          }));
        },
      );
    },
  };

  async function disconnectedBy(op: string, id: AddressId): Promise<number> {
    const [event] = await db.execute<{ count: number }>(sql`
      select (entry::jsonb ->> 'count')::int as count from audit_event where op = ${op} and address_id = ${keyOf(id)}`);
    return event?.count ?? 0;
  }
}
