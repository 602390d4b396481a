import { type SQL, sql } from 'drizzle-orm';
import type { ActorId } from '../src/core/actor.ts';
import type { Missed, MissedNotices, NeverReceived } from '../src/core/audit-ports.ts';
import { type StoredEntry, toAuditEvent } from './audit-log.ts';
import type { Database } from './client.ts';
import { markTold } from './delivery-log.ts';
import { repeatable } from './one-effect.ts';

interface Row extends Record<string, unknown> {
  readonly events: readonly { readonly entry: StoredEntry; readonly hash: string }[];
  readonly passwords: readonly NeverReceived[];
}

/** What no direct message could tell. Asked for with every command: by the beginning of a key, and by a small index. */
export function createMissedNotices(db: Database): MissedNotices {
  return {
    // Who gives no command for that long finds the change in the list and in the audit.
    miss: (people, numbers) =>
      repeatable(async () => {
        await db.execute(sql`
          with forgotten as (delete from missed_notice where missed_at < now() - interval '90 days')
          insert into missed_notice (person, event_number)
          select person, number::bigint
          from json_array_elements_text(${JSON.stringify(people)}::json) as person,
            json_array_elements_text(${JSON.stringify(numbers)}::json) as number
          on conflict do nothing`);
      }),

    // Mostly nothing was missed, and to plan the long question takes five times as long as this one.
    ofPerson: async (person) => ((await missedAny(person)) ? all(person) : { events: [], passwords: [] }),

    async told(person, { events, passwords }) {
      await Promise.all(passwords.map(({ op, device }) => markTold(db, op, device)));
      if (events.length === 0) return;
      const numbers = JSON.stringify(events.map(({ number }) => number));
      await repeatable(async () => {
        await db.execute(sql`
          delete from missed_notice
          where person = ${person}
            and event_number in (select value::bigint from json_array_elements_text(${numbers}::json))`);
      });
    },
  };

  function missedAny(person: ActorId): Promise<boolean> {
    return repeatable(async () => {
      const rows = await db.execute(sql`
        select where exists (select from missed_notice where person = ${person})
          or exists (select from delivery where ${lostBy(person)})`);
      return rows.length > 0;
    });
  }

  // `offset 0` has each half begin at what the person missed, whatever the sizes of the other tables.
  function all(person: ActorId): Promise<Missed> {
    return repeatable(async () => {
      const [row] = await db.execute<Row>(sql`
          select
            (select coalesce(json_agg(event), '[]') from (
              select entry::json as entry, encode(hash, 'hex') as hash
              from (select event_number from missed_notice where person = ${person} offset 0) as missed
                join audit_event on number = event_number
              order by number limit 10
            ) as event) as events,
            (select coalesce(json_agg(password), '[]') from (
              select untold.op, device.id::text as device, address.id::text as "addressId", address.address,
                device.label, device.version, untold.issued_to as "issuedTo", untold.attempts
              from (select * from delivery where ${lostBy(person)} offset 0) as untold
                join device on device.id = untold.device_id and device.tag = untold.tag and disconnected_at is null
                join address on address.id = device.address_id
              order by untold.withdrawn_at limit 10
            ) as password) as passwords`);
      return { events: row?.events.map(toAuditEvent) ?? [], passwords: row?.passwords ?? [] };
    });
  }
}

function lostBy(person: ActorId): SQL {
  return sql`withdrawn_at is not null and told_at is null and issued_to = ${person} and last_error is not null`;
}
