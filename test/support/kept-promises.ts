import type { TestDatabase } from './database.ts';

/** Devices whose state is not that of their last event, and tags that no event names. */
export async function unaudited(database: TestDatabase): Promise<readonly unknown[]> {
  return database.sql('owner')`
    with named as (
      select event.kind, changed ->> 'id' as device, changed ->> 'tag' as tag
      from audit_event event, jsonb_array_elements(event.entry::jsonb -> 'devices') changed
    )
    select 'tag without an event' as fault, device.id from device
    where tag is not null
      and not exists (select from named where named.device = device.id::text and named.tag = device.tag)
    union all
    select 'disconnected without an event', device.id from device
    where disconnected_at is not null
      and not exists (select from named where named.device = device.id::text and named.kind = 'device.disconnected')
    union all
    select 'given out without an event', delivery.device_id from delivery
    where not exists (select from named where named.device = delivery.device_id::text and named.tag = delivery.tag)
    union all
    select 'an event that the table does not show', device.id from device
    where disconnected_at is null
      and exists (select from named where named.device = device.id::text and named.kind = 'device.disconnected')`;
}

/** Two minutes later by the clock of the database, which nobody waits for: what was not delivered must be refused. */
export async function liveButUndelivered(database: TestDatabase): Promise<readonly unknown[]> {
  const owner = database.sql('owner');
  await owner.unsafe(`
    alter table delivery disable trigger user;
    update delivery set issued_at = issued_at - interval '2 minutes' where delivered_at is null;
    alter table delivery enable trigger user`);
  return owner`
    select device.id, device.tag from device
    join delivery on delivery.device_id = device.id and delivery.tag = device.tag
    cross join lateral sign_in('alice@example.com', 'imap', device.tag) as answer
    where device.disconnected_at is null and delivery.delivered_at is null
      and answer.password like '{BLF-CRYPT}%'`;
}

/** Passwords that a person was shown and that the database has never heard of. */
export async function toldAndGone(
  database: TestDatabase,
  passwords: readonly string[],
): Promise<readonly string[]> {
  const owner = database.sql('owner');
  const known = await owner`select tag from delivery`;
  const tags = new Set(known.map((row) => String(row['tag'])));
  return passwords.map((password) => password.slice(0, 4)).filter((tag) => !tags.has(tag));
}
