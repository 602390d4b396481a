import { sql } from 'drizzle-orm';
import type { EmailAddress } from '../src/core/email-address.ts';
import type { PasswordHash } from '../src/core/password.ts';
import type { Change } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

/** An address with the password that it has today. */
export interface ImportedAddress {
  readonly address: EmailAddress;
  readonly generic: PasswordHash;
}

/**
 * What the database has of an imported address. `removed` and `no-generic`: somebody ended what the import would bring
 * back.
 */
export type KnownAddress = 'new' | 'same' | 'other-generic' | 'no-generic' | 'removed';

export interface AddressImport {
  /** In the order in which they were given. */
  compare(imported: readonly ImportedAddress[]): Promise<readonly KnownAddress[]>;
  /**
   * Adds those that are new, each with its generic password, in one statement, and leaves the others as they are. Each has
   * an op of its own, made of the one given. May be repeated: what was added before is left as it is.
   */
  addMany(imported: readonly ImportedAddress[], change: Change): Promise<void>;
}

export function createAddressImport(db: Database): AddressImport {
  return {
    compare: (imported) =>
      repeatable(async () => {
        const rows = await db.execute<{ state: KnownAddress }>(sql`
          select case
            when address.id is null then 'new'
            when address.removed_at is not null then 'removed'
            when has_generic_password(address.id, given.hash) then 'same'
            when exists (
              select from device
              where device.address_id = address.id and device.kind = 'generic' and device.disconnected_at is null
            ) then 'other-generic'
            else 'no-generic'
          end as state
          from ${given(imported)} left join address on address.address = given.address
          order by given.place`);
        return rows.map(({ state }) => state);
      }),

    addMany: (imported, { by, op }) =>
      repeatable(async () => {
        await db.execute(sql`
          with given as materialized (select * from ${given(imported)}), added as (
            insert into address (address, changed_by, op)
            select given.address, ${by}, ${op} || '/' || given.place from given order by given.address
            on conflict (address) do nothing
            returning id, address, op
          )
          insert into device (address_id, label, kind, protocols, password_hash, changed_by, op)
          select added.id, 'Generic password', 'generic', '{imap,pop3,smtp}', given.hash, ${by}, added.op || '/generic'
          from added join given on given.address = added.address`);
      }),
  };
}

function given(imported: readonly ImportedAddress[]) {
  const rows = imported.map(({ address, generic }, place) => ({ place, address, hash: generic }));
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as given(place int, address text, hash text)`;
}
