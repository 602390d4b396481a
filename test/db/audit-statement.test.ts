import { expect, it } from 'vitest';
import { createDeviceStore } from '../../db/device-store.ts';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, phone, sam, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();

/** In the order of their keys. */
async function someDevices(address: Address, count: number): Promise<readonly OwnDevice[]> {
  const store = createDeviceStore(database.db);
  const added: OwnDevice[] = [];
  for (let number = 0; number < count; number += 1) {
    added.push(done(await store.add(address.id, { ...phone, ...fresh() }, change())));
  }
  return added;
}

interface Asked {
  readonly device: OwnDevice;
  readonly by: string;
  readonly op: string;
  readonly label?: string;
}

/** One statement of the bot. */
async function edit(asked: readonly Asked[]): Promise<void> {
  const rows = asked.map(({ device, by, op, label = null }) => ({ id: device.id, by, op, label }));
  await database.sql('postern_bot').unsafe(
    `update device set changed_by = asked.by, op = asked.op, label = coalesce(asked.label, device.label),
       disconnected_at = case when asked.label is null then now() end
     from json_to_recordset($1::json) as asked (id bigint, by text, op text, label text) where device.id = asked.id`,
    [rows],
  );
}

it('appends one event for each address, person and delivery of a statement, in one chain', async () => {
  const [one, other] = [await someAddress(database.db), await someAddress(database.db)];
  const [first, second, third, fourth, fifth] = await someDevices(one, 5);
  const [sixth] = await someDevices(other, 1);
  if (!first || !second || !third || !fourth || !fifth || !sixth) throw new Error('There are too few');
  const ops = ['a', 'b', 'c'].map((letter) => `${letter}-${first.id}`);
  const [a = '', b = '', c = ''] = ops;
  const sql = database.sql('owner');
  const [before] = await sql`select max(number)::int as number from audit_event`;

  // Not in the order of their keys.
  await edit([
    { device: sixth, by: dana, op: a, label: 'Six' },
    { device: fifth, by: dana, op: a, label: 'Five' },
    { device: fourth, by: sam, op: c, label: 'Four' },
    { device: third, by: dana, op: b },
    { device: second, by: dana, op: a, label: 'Two' },
    { device: first, by: dana, op: a, label: 'One' },
  ]);

  const events = await sql<{ number: string; entry: string; linked: boolean; hashed: boolean }[]>`
    select e.number, e.entry, e.previous_hash = previous.hash as linked,
      e.hash = sha256(previous.hash || convert_to(e.entry, 'UTF8')) as hashed
    from audit_event e join audit_event previous on previous.number = e.number - 1
    where e.op in ${sql(ops)} order by e.number`;
  expect(events.map(({ number }) => Number(number) - Number(before?.['number']))).toEqual([1, 2, 3, 4]);
  expect(events.every(({ linked, hashed }) => linked && hashed)).toBe(true);
  const labels = events.map(({ entry }) => {
    const { addressId, by, op, kind, count, devices } = JSON.parse(entry);
    return [addressId, by, op, kind, count, devices.map(({ label }: { label: string }) => label)];
  });
  expect(labels.toSorted((left, right) => String(left).localeCompare(String(right)))).toEqual(
    [
      [one.id, dana, a, 'device.edited', 3, ['One', 'Two', 'Five']],
      [one.id, dana, b, 'device.disconnected', 1, [third.label]],
      [one.id, sam, c, 'device.edited', 1, ['Four']],
      [other.id, dana, a, 'device.edited', 1, ['Six']],
    ].toSorted((left, right) => String(left).localeCompare(String(right))),
  );
});

it('refuses a statement of the bot that changes devices of one event in several ways', async () => {
  const [first, second, third] = await someDevices(await someAddress(database.db), 3);
  if (!first || !second || !third) throw new Error('There are too few');
  const { by, op } = change();

  await expect(
    edit([
      { device: first, by, op, label: 'x' },
      { device: second, by, op },
      { device: third, by, op, label: 'z' },
    ]),
  ).rejects.toMatchObject({ code: 'PS006' });
});

it('never gives a tag to another device, even where both change in one statement', async () => {
  const [first, second] = await someDevices(await someAddress(database.db), 2);
  if (!first || !second) throw new Error('There are too few');

  await expect(
    database.sql('owner')`
      update device set tag = case id when ${first.id} then ${fresh().tag} else ${first.tag} end,
        password_hash = ${fresh().hash}
      where id in (${first.id}, ${second.id})`,
  ).rejects.toMatchObject({ code: '23505', constraint_name: 'delivery_tag_once' });
});
