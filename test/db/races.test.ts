import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import type { OpenDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, phone, sam, someAddress, tagNumber } from '../support/mailboxes.ts';

const database = testDatabase();
let pools: readonly OpenDatabase[] = [];
beforeAll(() => {
  pools = Array.from({ length: 2 }, () => openDatabase(database.bot, { max: 8, changesPerMinute: 1e6 }));
});
afterAll(async () => {
  await Promise.all(pools.map(({ close }) => close()));
});
/** As two processes, or two administrators. */
const two = () => pools.map(({ db }) => createDeviceStore(db));

describe('two at once', () => {
  it('change one password 1,000 times: one of them is told that it changed meanwhile', async () => {
    const address = await someAddress(database.db);
    const device = done(
      await createDeviceStore(database.db).add(address.id, { ...phone, ...fresh(tagNumber(0)) }, change()),
    );

    for (let version = 1; version <= 1000; version += 1) {
      const outcomes = await Promise.all(
        two().map((devices, index) =>
          devices.changePassword(
            device.id,
            version,
            fresh(tagNumber(2 * version + index)),
            change(index === 0 ? dana : sam),
          ),
        ),
      );
      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'done']);
    }

    const sql = database.sql('owner');
    expect(await sql`select version from device where id = ${device.id}`).toEqual([{ version: 1001 }]);
    expect(
      await sql`select count(*)::int, count(distinct tag)::int as tags from delivery where address_id = ${address.id}`,
    ).toEqual([{ count: 1001, tags: 1001 }]);
  }, 120_000);

  it('take one click 50 times: one is done, the others are done elsewhere', async () => {
    const address = await someAddress(database.db);
    const op = randomUUID();

    const outcomes = await Promise.all(
      Array.from({ length: 25 }, () =>
        two().map((devices) => devices.add(address.id, { ...phone, ...fresh() }, { by: dana, op })),
      ).flat(),
    );

    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'elsewhere')).toHaveLength(49);
  });

  it.each(['changePassword', 'edit', 'disconnect', 'disconnectAll'] as const)(
    'take one click of %s twice: one is done, one is done elsewhere',
    async (action) => {
      const store = createDeviceStore(database.db);
      for (let round = 0; round < 30; round += 1) {
        const address = await someAddress(database.db);
        const device = done(await store.add(address.id, { ...phone, ...fresh() }, change()));
        const { digest } = await store.connected(address.id);
        const click = change();
        const act = (devices: typeof store) => {
          switch (action) {
            case 'changePassword':
              return devices.changePassword(device.id, 1, fresh(), click);
            case 'edit':
              return devices.edit(device.id, 1, { ...phone, label: 'x' }, click);
            case 'disconnect':
              return devices.disconnect(device.id, 1, click);
            case 'disconnectAll':
              return devices.disconnectAll(address.id, digest, click);
          }
        };

        const outcomes = await Promise.all(two().map(act));

        expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'elsewhere']);
      }
    },
  );

  it('draw one tag: one of them has to draw another', async () => {
    for (let round = 0; round < 50; round += 1) {
      const address = await someAddress(database.db);
      const { tag, hash } = fresh();

      const outcomes = await Promise.all(
        two().map((devices) => devices.add(address.id, { ...phone, tag, hash }, change())),
      );

      expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'tag-taken']);
    }
  });
});

it.each([
  ['changed', sqlOf('label'), 3],
  ['disconnected', sqlOf('disconnected_at'), 2],
] as const)(
  'disconnects none of all devices where one is %s between the question and its answer, however closely',
  async (_how, changeOne, left) => {
    const store = createDeviceStore(database.db);
    const address = await someAddress(database.db);
    const devices = await Promise.all(
      [1, 2, 3].map(async () => done(await store.add(address.id, { ...phone, ...fresh() }, change()))),
    );
    const { digest } = await store.connected(address.id);

    const { waiting } = await database.sql('owner').begin(async (sql) => {
      await sql.unsafe(changeOne, [devices[1]?.id ?? '']);
      const answer = store.disconnectAll(address.id, digest, change());
      await expect
        .poll(() => database.sql('postern_bot')`select from pg_locks where not granted`, { interval: 10 })
        .not.toEqual([]);
      return { waiting: answer };
    });

    expect(await waiting).toEqual({ kind: 'changed' });
    expect(await store.connected(address.id)).toMatchObject({ count: left });
  },
);

function sqlOf(column: 'label' | 'disconnected_at'): string {
  return `update device set ${column} = ${column === 'label' ? `'x'` : 'now()'} where id = $1`;
}

it('never gives a tag twice, however its device lost it', async () => {
  const store = createDeviceStore(database.db);
  const address = await someAddress(database.db);
  const tags = [fresh().tag, fresh().tag, fresh().tag];
  const [first, second, third] = await Promise.all(
    tags.map(async (tag) => done(await store.add(address.id, { ...phone, ...fresh(tag) }, change()))),
  );
  if (!first || !second || !third) throw new Error('There are fewer than there should be');
  done(await store.changePassword(first.id, 1, fresh(), change()));
  done(await store.disconnect(second.id, 1, change()));
  await database.sql('owner')`delete from device where id = ${third.id}`;

  for (const tag of tags) {
    expect(await store.add(address.id, { ...phone, ...fresh(tag) }, change())).toEqual({ kind: 'tag-taken' });
    expect(await store.changePassword(first.id, 2, fresh(tag), change())).toEqual({ kind: 'tag-taken' });
  }
  const other = await someAddress(database.db);
  for (const tag of tags) done(await store.add(other.id, { ...phone, ...fresh(tag) }, change()));
});
