import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createAuditLog } from '../../db/audit-log.ts';
import { openDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { actorOf } from '../../src/core/actor.ts';
import type { AddressId, OwnDevice } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, oldHash, phone, sam, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const devices = () => createDeviceStore(database.db);
const events = (address: AddressId, limit = 50) =>
  createAuditLog(database.db).ofAddress(address, { before: undefined, limit });
const newest = async (address: AddressId) => (await events(address, 1))[0]?.entry;

async function someDevice(): Promise<OwnDevice> {
  const address = await someAddress(database.db);
  return done(await devices().add(address.id, { ...phone, ...fresh() }, change()));
}

describe('a change made by hand', () => {
  it.each([
    ['another label', 'device.edited', `label = 'By hand'`],
    ['another kind', 'device.edited', `kind = 'tablet'`],
    ['other protocols', 'device.edited', `protocols = '{pop3}'`],
    ['nothing', 'device.changed', `label = label`],
    ['another hash', 'device.changed', `password_hash = '${fresh().hash}'`],
    ['another tag', 'device.changed', `tag = 'zzzz'`],
    ['another tag and hash', 'device.password-changed', `tag = 'zzzz', password_hash = '${fresh().hash}'`],
    ['a disconnect', 'device.disconnected', `disconnected_at = now()`],
    ['a disconnect with another label', 'device.disconnected', `disconnected_at = now(), label = 'Gone'`],
    [
      'a row that says that somebody else did it',
      'device.edited',
      `label = 'x', changed_by = '${sam}', op = 'stolen'`,
    ],
  ])('is audited as that of its login: %s', async (_name, kind, set) => {
    const device = await someDevice();

    await database.sql('owner').unsafe(`update device set ${set} where id = ${device.id}`);

    const entry = await newest(device.addressId);
    expect(entry).toMatchObject({ kind, by: 'database:postern_owner', count: 1 });
    expect(entry?.op).toMatch(/^[0-9a-f-]{36}$/);
    const [row] = await database.sql(
      'owner',
    )`select changed_by, op, added_by, version from device where id = ${device.id}`;
    expect(row).toEqual({ changed_by: entry?.by, op: entry?.op, added_by: dana, version: 2 });
  });

  it('is audited when a device comes back', async () => {
    const device = await someDevice();
    done(await devices().disconnect(device.id, 1, change()));

    await database.sql('owner')`update device set disconnected_at = null where id = ${device.id}`;

    expect(await newest(device.addressId)).toMatchObject({
      kind: 'device.changed',
      by: 'database:postern_owner',
    });
  });

  it('is audited when a device is deleted, and its tag stays taken', async () => {
    const device = await someDevice();

    await database.sql('owner')`delete from device where id = ${device.id}`;

    expect(await newest(device.addressId)).toMatchObject({
      kind: 'device.deleted',
      by: 'database:postern_owner',
      devices: [{ id: device.id, label: device.label, tag: device.tag }],
    });
    expect(await devices().add(device.addressId, { ...phone, ...fresh(device.tag) }, change())).toEqual({
      kind: 'tag-taken',
    });
  });

  it('is one event an address, with at most 50 devices, and none where no row changed', async () => {
    const [one, other] = [await someAddress(database.db, oldHash), await someAddress(database.db)];
    const sql = database.sql('owner');
    await sql`
      insert into device (address_id, label, kind, protocols, tag, password_hash)
      select ${one.id}, 'Device ' || n, 'phone', '{imap}',
        translate(lpad(n::text, 4, '0'), '0123456789', 'abcdefghjk'), ${fresh().hash}
      from generate_series(1, 60) n`;
    done(await devices().add(other.id, { ...phone, ...fresh() }, change()));
    const [before] = await sql`select max(number)::int as number from audit_event`;

    await sql`update device set label = label || '!' where address_id in (${one.id}, ${other.id}) and kind <> 'generic'`;
    await sql`update device set label = 'nobody' where id = -1`;
    await sql`delete from device where id = -1`;

    const [after] = await sql`select max(number)::int as number from audit_event`;
    expect(after?.['number']).toBe(Number(before?.['number']) + 2);
    const entry = await newest(one.id);
    expect(entry).toMatchObject({ kind: 'device.edited', count: 60 });
    expect(entry && 'devices' in entry && entry.devices).toHaveLength(50);
    expect(await newest(other.id)).toMatchObject({ kind: 'device.edited', count: 1 });
  });

  it('is one event of the kind device.changed where the rows changed in several ways', async () => {
    const address = await someAddress(database.db);
    const first = done(await devices().add(address.id, { ...phone, ...fresh() }, change()));
    done(await devices().add(address.id, { ...phone, label: 'Other', ...fresh() }, change()));

    await database.sql('owner')`
      update device set label = label || '!', disconnected_at = case when id = ${first.id} then now() end
      where address_id = ${address.id}`;

    expect(await newest(address.id)).toMatchObject({ kind: 'device.changed', count: 2 });
  });

  it.each([
    ['to truncate the devices', 'truncate device cascade'],
    ['to truncate the addresses', 'truncate address cascade'],
    ['to truncate the audit log', 'truncate audit_event'],
    ['to rewrite an event', `update audit_event set entry = '{}'`],
    ['to delete an event', 'delete from audit_event'],
    ['to delete an address', 'delete from address'],
    ['to rename an address', `update address set address = 'else' || address`],
    [
      'to move a device to another address',
      'update device set address_id = (select max(id) from address) where id = 1',
    ],
    ['to forget a delivery, which frees a tag', 'delete from delivery'],
  ])('is refused: %s', async (_name, statement) => {
    await someAddress(database.db);
    await someDevice();

    await expect(database.sql('owner').unsafe(statement)).rejects.toMatchObject({ code: 'PS006' });
  });

  it('is audited for addresses', async () => {
    const address = await someAddress(database.db);
    const sql = database.sql('owner');

    await sql`update address set removed_at = now() where id = ${address.id}`;
    await sql`update address set removed_at = null where id = ${address.id}`;
    await sql`update address set added_at = now() where id = ${address.id}`;

    expect((await events(address.id)).map(({ entry }) => [entry.kind, entry.by])).toEqual([
      ['address.changed', 'database:postern_owner'],
      ['address.added', 'database:postern_owner'],
      ['address.removed', 'database:postern_owner'],
      ['address.added', 'terminal:root'],
    ]);
  });
});

describe('a change by the bot', () => {
  it('needs an op of its own', async () => {
    const device = await someDevice();
    const bot = database.sql('postern_bot');
    const [{ op } = { op: '' }] = await bot<{ op: string }[]>`select op from device where id = ${device.id}`;

    await expect(bot`update device set label = 'x' where id = ${device.id}`).rejects.toMatchObject({
      code: 'PS003',
    });
    const second = done(await devices().edit(device.id, 1, { ...phone, label: 'y' }, change()));
    await expect(
      bot`update device set label = 'x', op = ${op} where id = ${second.id}`,
    ).rejects.toMatchObject({
      code: '23505',
      constraint_name: 'audit_event_one_effect',
    });
    expect(await devices().find(device.id)).toMatchObject({ label: 'y', version: 2 });
  });

  it.each([
    ['a hash without a tag', `password_hash = '${fresh().hash}'`],
    ['a tag without a hash', `tag = 'yyyy'`],
    ['a disconnected device that comes back', 'disconnected_at = null'],
    ['nothing', 'label = label'],
    ['in the name of a login', `label = 'x', changed_by = 'database:postern_owner'`],
  ])('is refused where it has no name: %s', async (_name, set) => {
    const device = await someDevice();
    done(await devices().disconnect(device.id, 1, change()));

    await expect(
      database
        .sql('postern_bot')
        .unsafe(`update device set ${set}, op = '${randomUUID()}' where id = ${device.id}`),
    ).rejects.toMatchObject({ code: 'PS006' });
  });

  it('does not happen where its event can’t be written', async () => {
    const device = await someDevice();
    const sql = database.sql('owner');
    await sql.unsafe(`
      create function fail() returns trigger language plpgsql as $$ begin raise 'no room'; end $$;
      create trigger fail before insert on audit_event for each statement execute function fail()`);
    try {
      await expect(devices().edit(device.id, 1, { ...phone, label: 'x' }, change())).rejects.toThrow(/P0001/);
      await expect(devices().changePassword(device.id, 1, fresh(), change())).rejects.toThrow(/P0001/);
      await expect(devices().disconnect(device.id, 1, change())).rejects.toThrow(/P0001/);
      await expect(devices().add(device.addressId, { ...phone, ...fresh() }, change())).rejects.toThrow(
        /P0001/,
      );
      await expect(sql`delete from device where id = ${device.id}`).rejects.toThrow('no room');
    } finally {
      await sql.unsafe('drop trigger fail on audit_event; drop function fail()');
    }

    expect(await devices().list(device.addressId, { match: '', page: 0, pageSize: 9 })).toEqual({
      devices: [device],
      total: 1,
      hasGeneric: false,
    });
    expect(await events(device.addressId)).toHaveLength(2);
  });
});

describe('the cap on passwords', () => {
  it('holds for each actor, for adding and changing, and not for disconnecting or an owner at psql', async () => {
    const { db, close } = openDatabase(database.bot, { max: 2, changesPerMinute: 3 });
    const capped = createDeviceStore(db);
    const address = await someAddress(db);
    const greedy = actorOf({ platform: 'slack', workspace: 'T0123', user: 'U0CAPPED' }).id;
    try {
      const { id } = done(await capped.add(address.id, { ...phone, ...fresh() }, change(greedy)));
      done(await capped.add(address.id, { ...phone, ...fresh() }, change(greedy)));
      done(await capped.changePassword(id, 1, fresh(), change(greedy)));

      const refusal = {
        code: 'too-many-changes',
        message: 'You were given 3 new passwords within a minute, which is the limit. Try again in a minute.',
      };
      await expect(capped.add(address.id, { ...phone, ...fresh() }, change(greedy))).rejects.toMatchObject(
        refusal,
      );
      await expect(capped.changePassword(id, 2, fresh(), change(greedy))).rejects.toMatchObject(refusal);
      expect(await capped.changePassword(id, 2, fresh(), change(sam))).toMatchObject({ kind: 'done' });
      expect(await capped.disconnect(id, 3, change(greedy))).toMatchObject({ kind: 'done' });
      expect((await capped.list(address.id, { match: '', page: 0, pageSize: 9 })).total).toBe(1);
    } finally {
      await close();
    }
    await database.sql('owner')`
      insert into device (address_id, label, kind, protocols, tag, password_hash)
      select ${address.id}, 'By hand', 'phone', '{imap}', 'aaa' || tag, ${fresh().hash}
      from unnest('{a,b,c,d,e}'::text[]) tag`;
  });
});

describe('an address', () => {
  it('takes no device once it is removed, and is not removed while it has devices', async () => {
    const addresses = createAddressStore(database.db);
    const address = await someAddress(database.db);
    const device = done(await devices().add(address.id, { ...phone, ...fresh() }, change()));

    expect(await addresses.remove(address.id, { disconnectAll: false }, change())).toEqual({
      kind: 'devices-left',
    });
    done(await devices().disconnect(device.id, 1, change()));
    done(await addresses.remove(address.id, { disconnectAll: false }, change()));
    expect(await devices().add(address.id, { ...phone, ...fresh() }, change())).toEqual({ kind: 'changed' });
    await expect(
      database.sql('owner')`update device set disconnected_at = null where id = ${device.id}`,
    ).rejects.toMatchObject({ code: 'PS004' });

    expect((await events(address.id)).map(({ entry }) => entry.kind)).toEqual([
      'address.removed',
      'device.disconnected',
      'device.added',
      'address.added',
    ]);
  });
});
