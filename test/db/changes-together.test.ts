import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import { openDatabase } from '../../db/client.ts';
import type { OpenDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { actorOf } from '../../src/core/actor.ts';
import type { Address, Change, OwnDevice } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, phone, sam, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const user = (name: string) => actorOf({ platform: 'slack', workspace: 'T0123', user: name }).id;
const greedy = user('U0GREEDY');
const [calm, quiet] = [user('U0CALM'), user('U0QUIET')];
let capped: OpenDatabase;
beforeAll(() => {
  capped = openDatabase(database.bot, { max: 4, changesPerMinute: 3 });
});
afterAll(() => capped.close());

/** In the order of their keys, which is that of a statement. */
async function someDevices(address: Address, count: number): Promise<readonly OwnDevice[]> {
  const devices = createDeviceStore(database.db);
  const added = await Promise.all(
    Array.from({ length: count }, async () =>
      done(await devices.add(address.id, { ...phone, ...fresh() }, change(greedy))),
    ),
  );
  return added.toSorted((one, other) => Number(one.id) - Number(other.id));
}

/** `now()` is the same for what one statement does: how many statements issued these passwords. */
async function statementsOf(changes: readonly Change[]): Promise<number> {
  const [counted] = await database.sql('owner')<{ count: number }[]>`
    select count(distinct issued_at)::int as count from delivery
    where op in ${database.sql('owner')(changes.map(({ op }) => op))}`;
  return counted?.count ?? 0;
}

const eventOf = async ({ op }: Change, { addressId }: OwnDevice) =>
  (await createAuditLog(database.db).changeByOp(op, addressId))?.entry;

it('makes the changes that wait in one statement, each with its own outcome, actor and event', async () => {
  const [one, other] = [await someAddress(database.db), await someAddress(database.db)];
  const devices = [...(await someDevices(one, 10)), ...(await someDevices(other, 10))];
  const store = createDeviceStore(database.db);
  const asked = devices.map((device, index) => ({
    device,
    ...fresh(),
    change: change(index % 2 === 0 ? dana : sam),
  }));

  const outcomes = await Promise.all(
    asked.map(({ device, tag, hash, change: by }) => store.changePassword(device.id, 1, { tag, hash }, by)),
  );

  expect(outcomes).toMatchObject(
    asked.map(({ device: { id, address, label, protocols }, tag }) => ({
      kind: 'done',
      value: { id, address, label, protocols, tag, version: 2 },
    })),
  );
  // The first found nobody to wait for.
  expect(await statementsOf(asked.map(({ change: by }) => by))).toBe(2);
  for (const { device, tag, change: by } of asked) {
    expect(await eventOf(by, device)).toMatchObject({
      ...by,
      kind: 'device.password-changed',
      count: 1,
      devices: [{ id: device.id, tag, before: { tag: device.tag } }],
    });
  }
});

it('fails nobody for what another one is refused: each is answered as if it were alone', async () => {
  const address = await someAddress(database.db);
  const [first, fine, stale, taken, over, gone, again] = await someDevices(address, 7);
  if (!first || !fine || !stale || !taken || !over || !gone || !again) throw new Error('There are too few');
  const usual = createDeviceStore(database.db);
  done(await usual.edit(stale.id, 1, { ...phone, label: 'Meanwhile' }, change()));
  done(await usual.disconnect(gone.id, 1, change()));
  const click = change();
  done(await usual.changePassword(again.id, 1, fresh(), click));
  const store = createDeviceStore(capped.db);

  const asked = {
    first: store.changePassword(first.id, 1, fresh(), change(calm)),
    fine: store.changePassword(fine.id, 1, fresh(), change(quiet)),
    stale: store.changePassword(stale.id, 1, fresh(), change(calm)),
    taken: store.changePassword(taken.id, 1, fresh(fine.tag), change(quiet)),
    // Who was given seven while these devices were added.
    over: store.changePassword(over.id, 1, fresh(), change(greedy)).catch((error: unknown) => error),
    gone: store.changePassword(gone.id, 1, fresh(), change(calm)),
    again: store.changePassword(again.id, 2, fresh(), click),
  };
  const outcomes = await Promise.all(Object.values(asked));

  expect(outcomes).toMatchObject([
    { kind: 'done', value: { id: first.id, version: 2 } },
    { kind: 'done', value: { id: fine.id, version: 2 } },
    { kind: 'changed' },
    { kind: 'tag-taken' },
    { code: 'too-many-changes', message: expect.stringContaining('3 new passwords') },
    { kind: 'changed' },
    { kind: 'elsewhere' },
  ]);
  const versions = await database.sql('owner')`
    select version from device where address_id = ${address.id} order by id`;
  expect(versions.map(({ version }) => Number(version))).toEqual(
    [first, fine, stale, taken, over, gone, again].map((device) => ([taken, over].includes(device) ? 1 : 2)),
  );
});

it('counts the passwords of each actor of a statement', async () => {
  const [first, second, third] = await someDevices(await someAddress(database.db), 3);
  if (!first || !second || !third) throw new Error('There are too few');
  const store = createDeviceStore(capped.db);

  const [ahead, allowed, refused] = await Promise.allSettled([
    store.changePassword(first.id, 1, fresh(), change(user('U0ONE'))),
    store.changePassword(second.id, 1, fresh(), change(user('U0TWO'))),
    store.changePassword(third.id, 1, fresh(), change(greedy)),
  ]);

  expect(ahead).toMatchObject({ status: 'fulfilled', value: { kind: 'done' } });
  expect(allowed).toMatchObject({ status: 'fulfilled', value: { kind: 'done' } });
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'too-many-changes' } });
});

it('lets one of two changes of a device win, and says to one click twice that it was done elsewhere', async () => {
  const [device, ahead] = await someDevices(await someAddress(database.db), 2);
  if (!device || !ahead) throw new Error('There are too few');
  const store = createDeviceStore(database.db);
  const click = change();

  const [other, ...outcomes] = await Promise.all([
    store.changePassword(ahead.id, 1, fresh(), change()),
    store.changePassword(device.id, 1, fresh(), click),
    store.changePassword(device.id, 1, fresh(), click),
    store.changePassword(device.id, 1, fresh(), change(sam)),
  ]);

  expect(other.kind).toBe('done');
  // Two statements are under way at a time: on a busy machine the later one may be the first.
  expect([
    ['done', 'elsewhere', 'changed'],
    ['elsewhere', 'done', 'changed'],
    ['changed', 'changed', 'done'],
  ]).toContainEqual(outcomes.map(({ kind }) => kind));
});

it.each(['alone', 'among others'])(
  'waits for somebody who holds a device, %s, and keeps nobody else waiting',
  async (place) => {
    const [held, ...free] = await someDevices(await someAddress(database.db), 4);
    if (!held) throw new Error('There are too few');
    const store = createDeviceStore(database.db);
    const holder = await database.sql('owner').reserve();
    try {
      await holder`begin`;
      await holder`select from device where id = ${held.id} for update`;
      const order = place === 'alone' ? [held, ...free] : [...free.slice(0, 2), held, ...free.slice(2)];

      let isWaiting = true;
      const outcomes = order.map(async (device) => {
        const { kind } = await store.changePassword(device.id, 1, fresh(), change());
        if (device === held) isWaiting = false;
        return kind;
      });
      const others = outcomes.filter((_, index) => order[index] !== held);

      expect(await Promise.all(others)).toEqual(['done', 'done', 'done']);
      expect(isWaiting).toBe(true);
      await holder`rollback`;
      expect(await Promise.all(outcomes)).toEqual(['done', 'done', 'done', 'done']);
    } finally {
      holder.release();
    }
  },
);
