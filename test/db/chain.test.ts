import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import { openDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, phone, sam, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();

it('numbers and chains the events of 32 writers at once, without a fork or a gap', async () => {
  const pools = Array.from({ length: 4 }, () =>
    openDatabase(database.bot, { max: 8, changesPerMinute: 1e6 }),
  );
  const addresses = await Promise.all(Array.from({ length: 8 }, () => someAddress(database.db)));
  const writers = Array.from({ length: 32 }, async (_, index) => {
    const pool = pools[index % pools.length];
    const address = addresses[index % addresses.length];
    if (!pool || !address) throw new Error('There are fewer than there should be');
    const devices = createDeviceStore(pool.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
    await createAuditLog(pool.db).append({
      kind: 'refused',
      ...change(),
      attempt: 'devices.edit',
      permission: 'edit',
      address: null,
      more: 0,
    });
    done(await devices.edit(device.id, 1, { ...phone, label: `Device ${index}` }, change()));
    done(await devices.changePassword(device.id, 2, fresh(), change()));
    done(await devices.disconnect(device.id, 3, change()));
  });
  await Promise.all(writers);
  await Promise.all(pools.map(({ close }) => close()));

  const rows = await database.sql('postern_auditor')<
    { number: string; entry: string; previous_hash: Buffer; hash: Buffer; at: string; kind: string }[]
  >`select number, entry, previous_hash, hash, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, kind
    from audit_event order by number`;

  expect(rows).toHaveLength(8 + 32 * 5);
  let previous = Buffer.alloc(32);
  let at = '';
  for (const [index, row] of rows.entries()) {
    // As an auditor recomputes it, from what is stored.
    const hash = createHash('sha256').update(previous).update(row.entry, 'utf8').digest();
    expect([Number(row.number), row.previous_hash.toString('hex'), row.hash.toString('hex')]).toEqual([
      index + 1,
      previous.toString('hex'),
      hash.toString('hex'),
    ]);
    const entry: unknown = JSON.parse(row.entry);
    expect(entry).toMatchObject({ number: index + 1, at: row.at, kind: row.kind });
    expect(row.at >= at).toBe(true);
    at = row.at;
    previous = hash;
  }
});

it('is read forwards by number, and backwards by address', async () => {
  const address = await someAddress(database.db);
  const devices = createDeviceStore(database.db);
  const audit = createAuditLog(database.db);
  const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
  const { by, op } = change();
  done(await devices.disconnect(device.id, 1, { by, op }));

  const all = await audit.ofAddress(address.id, { before: undefined, limit: 10 });
  expect(all.map(({ entry }) => entry.kind)).toEqual([
    'device.disconnected',
    'device.added',
    'address.added',
  ]);
  const [newest, middle, oldest] = all;
  if (!newest || !middle || !oldest) throw new Error('There are fewer than there should be');
  expect(await audit.ofAddress(address.id, { before: newest.number, limit: 1 })).toEqual([middle]);
  expect(await audit.after(oldest.number, 10)).toEqual([middle, newest]);
  expect(await audit.after(oldest.number, 1)).toEqual([middle]);
  expect(await audit.after(newest.number, 10)).toEqual([]);
  expect(await audit.changeByOp(op, address.id)).toEqual(newest);
  expect(await audit.changeByOp('unheard-of', address.id)).toBeUndefined();
});

it('counts the devices that somebody disconnected within a minute', async () => {
  const busy = change().by.replace('U0DANA', 'U0BUSY') as typeof dana; // The same shape, another user.
  const address = await someAddress(database.db);
  const devices = createDeviceStore(database.db);
  const audit = createAuditLog(database.db);
  for (const label of ['a', 'b', 'c'])
    await devices.add(address.id, { ...phone, label, ...fresh() }, change(busy));
  const { digest } = await devices.connected(address.id);

  expect(await audit.countDisconnected(busy)).toBe(0);
  done(await devices.disconnectAll(address.id, digest, change(busy)));
  expect(await audit.countDisconnected(busy)).toBe(3);
});

it.each([
  ['a change', { kind: 'device.added', by: dana, op: 'x' }],
  ['something with an address id', { kind: 'refused', by: dana, op: 'x', addressId: '1' }],
  ['somebody at psql', { kind: 'refused', by: 'database:postern_owner', op: 'x' }],
  ['nobody', { kind: 'refused', op: 'x' }],
])('takes from the bot no entry that claims to be of %s', async (_name, entry) => {
  await expect(
    database.sql('postern_bot')`select append_audit(${JSON.stringify(entry)}::text::jsonb)`,
  ).rejects.toMatchObject({ code: 'PS006' });
});

it('writes down who appended by hand, whatever the entry says', async () => {
  await database.sql('owner')`
    select append_audit(${JSON.stringify({ kind: 'warning', by: dana, op: 'x', warning: 'many-disconnects', perMinute: 1 })}::text::jsonb)`;

  const [last] = await database.sql('owner')<{ entry: string }[]>`
    select entry from audit_event order by number desc limit 1`;
  expect(JSON.parse(last?.entry ?? '')).toMatchObject({ kind: 'warning', by: 'database:postern_owner' });
});

it.each([
  ['another kind', { kind: 'refused' }],
  ['another address', { address_id: '1' }],
  ['another op', { op: 'y' }],
  ['another actor', { actor: 'postern' }],
  ['another time', { at: '2026-11-23T08:45:59.049Z' }],
  ['another number', { number: '1000001' }],
  ['another hash', { hash: Buffer.alloc(32) }],
])('keeps no event whose columns say %s than its entry', async (_name, wrong) => {
  const sql = database.sql('owner');
  const at = '2026-11-23T08:45:59.048Z';
  const entry = JSON.stringify({ number: 1_000_000, kind: 'warning', op: 'x', by: sam, at });
  const previous = Buffer.alloc(32, 7);
  const [right] = await sql`select sha256(${previous}::bytea || convert_to(${entry}, 'UTF8')) as hash`;
  const event = {
    number: '1000000',
    entry,
    previous_hash: previous,
    hash: right?.['hash'],
    kind: 'warning',
    address_id: null,
    op: 'x',
    actor: sam,
    at,
  };

  await expect(sql`insert into audit_event ${sql({ ...event, ...wrong })}`).rejects.toMatchObject({
    code: '23514',
    constraint_name: 'audit_event_holds',
  });
  const undone = new Error('taken');
  await expect(
    sql.begin(async (transaction) => {
      await transaction`insert into audit_event ${transaction(event)}`;
      throw undone;
    }),
  ).rejects.toBe(undone);
});
