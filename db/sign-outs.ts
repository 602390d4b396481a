import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { OpenSignOut, SignOut, SignOutId, SignOutStore } from '../src/core/sessions.ts';
import type { Database } from './client.ts';
import { judge } from './judge.ts';
import { keyOf } from './key.ts';
import { repeatable } from './one-effect.ts';

type Row<T> = { [K in keyof T]: T[K] };

/** What is asked for at once. */
const atMost = 1000;

const columns = sql`
  sign_out.id::text,
  sign_out.device_id::text as device,
  sign_out.address_id::text as "addressId",
  (select address.address from address where address.id = sign_out.address_id) as address,
  case when sign_out.identity like '%/generic' then 'Generic password'
    else coalesce((select label from device where device.id = sign_out.device_id), 'Deleted device')
  end as label,
  sign_out.identity,
  sign_out.attempts`;

/** Neither done nor given up, and in nobody's hands. */
const isFree = sql`done_at is null and given_up_at is null and due_at <= now()
  and (lease_until is null or lease_until <= now())`;

/** The jobs that end sessions. Their times are those of the database, whichever process asks. */
export function createSignOutStore(db: Database): SignOutStore {
  return {
    claimOf: (revoked, leaseSeconds) =>
      claim(
        'device' in revoked
          ? sql`device_id = ${keyOf(revoked.device)}
              and address_id = (select address_id from device where id = ${keyOf(revoked.device)})`
          : sql`address_id = ${keyOf(revoked.address)}`,
        leaseSeconds,
      ),

    // What was just written is for the command that caused it, which says what became of it.
    claimDue: (leaseSeconds) =>
      claim(sql`(attempts > 0 or due_at <= now() - interval '5 seconds')`, leaseSeconds),

    done: (ids) =>
      change(
        sql`set done_at = now(), lease_until = null, last_error = null where ${isOneOf(ids)} and done_at is null`,
      ),

    // The lease tells whether it was counted already: a try whose answer was lost may have been the one.
    failed: (ids, problem) =>
      change(sql`
        set last_error = ${problem}, lease_until = null,
          due_at = now() + interval '10 seconds' * power(2, greatest(attempts, 1) - 1),
          given_up_at = case when attempts >= 6 then now() end
        where ${isOneOf(ids)} and done_at is null and given_up_at is null and lease_until is not null`),

    release: (ids) =>
      change(sql`
        set attempts = greatest(attempts - 1, 0), lease_until = null, due_at = now()
        where ${isOneOf(ids)} and done_at is null and given_up_at is null and lease_until is not null`),

    stateOf: (ids) =>
      repeatable(async () => {
        const rows = await db.execute<Row<{ id: SignOutId; state: OpenSignOut['state'] | 'done' }>>(sql`
          select id::text, case when done_at is not null then 'done' else ${stateOfOpen} end as state
          from sign_out where ${isOneOf(ids)}`);
        return new Map(rows.map(({ id, state }) => [id, state]));
      }),

    openOf: (address) =>
      repeatable(async () => [
        ...(await db.execute<Row<OpenSignOut>>(sql`
          select ${columns}, ${stateOfOpen} as state from sign_out
          where address_id = ${keyOf(address)} and done_at is null and last_error is not null order by sign_out.id limit ${atMost}`)),
      ]),

    needingAttention: () =>
      repeatable(async () => [
        ...(await db.execute<Row<SignOut>>(sql`
          select ${columns} from sign_out
          where done_at is null and given_up_at is not null order by given_up_at limit ${atMost}`)),
      ]),

    judge: (identities) => judge(db, identities),
  };

  /** Two processes that claim at once get different ones. A lease that runs out is somebody else's to take. */
  function claim(condition: SQL, leaseSeconds: number): Promise<readonly SignOut[]> {
    return repeatable(async () => [
      ...(await db.execute<Row<SignOut>>(sql`
        with claimed as (
          update sign_out
          set attempts = least(attempts + 1, 6), lease_until = now() + make_interval(secs => ${leaseSeconds})
          where id in (
            select id from sign_out where ${isFree} and ${condition}
            order by due_at, id limit ${atMost} for update skip locked
          )
          returning *
        )
        select ${columns} from claimed as sign_out order by due_at, sign_out.id`)),
    ]);
  }

  function change(assignment: SQL): Promise<void> {
    return repeatable(async () => {
      await db.execute(sql`update sign_out ${assignment}`);
    });
  }
}

const stateOfOpen = sql`case when given_up_at is null then 'ending' else 'needs-attention' end`;

function isOneOf(ids: readonly SignOutId[]): SQL {
  const keys = JSON.stringify(ids.map((id) => String(keyOf(id))));
  return sql`sign_out.id in (select value::bigint from json_array_elements_text(${keys}::json))`;
}
