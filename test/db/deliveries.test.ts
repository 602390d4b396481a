import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { createSweeper } from '../../db/sweeper.ts';
import type { Change, OwnDevice } from '../../src/core/ports.ts';
import { age, testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, phone, sam, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const store = () => createDeviceStore(database.db);
const deliveries = () => createDeliveryLog(database.db);
const sweeper = () => createSweeper(database.db);
const newest = async ({ addressId }: OwnDevice) =>
  (await createAuditLog(database.db).ofAddress(addressId, { before: undefined, limit: 1 }))[0]?.entry;
const state = async ({ id }: OwnDevice) => {
  const device = await store().find(id);
  return device?.kind === 'generic' ? undefined : device?.delivery;
};

async function added(click: Change = change()): Promise<OwnDevice> {
  const address = await someAddress(database.db);
  return done(await store().add(address.id, { ...phone, ...fresh() }, click));
}

describe('a delivery', () => {
  it('is pending, then received, and stays so', async () => {
    const click = change();
    const device = await added(click);
    expect(await state(device)).toBe('pending');

    expect(await deliveries().delivered(click.op, device.id)).toBe(true);
    await age(database, device.id, '10 minutes');
    await deliveries().withdraw(click.op, device.id);

    expect(await deliveries().delivered(click.op, device.id)).toBe(true);
    expect(await state(device)).toBe('received');
    expect(await store().find(device.id)).toMatchObject({ disconnectedAt: undefined });
  });

  it('is too late after two minutes', async () => {
    const click = change();
    const device = await added(click);
    await age(database, device.id, '121 seconds');

    expect(await state(device)).toBe('never-received');
    expect(await deliveries().delivered(click.op, device.id)).toBe(false);
    await expect(
      database.sql('postern_bot')`update delivery set delivered_at = now() where device_id = ${device.id}`,
    ).rejects.toMatchObject({ code: '23514', constraint_name: 'delivery_in_time' });
  });

  it('that is withdrawn takes an added device with it', async () => {
    const click = change(sam);
    const device = await added(click);

    await deliveries().withdraw(click.op, device.id);
    await deliveries().withdraw(click.op, device.id);

    expect(await store().find(device.id)).toMatchObject({ disconnectedAt: expect.any(Date) });
    expect(await newest(device)).toMatchObject({
      kind: 'device.disconnected',
      by: sam,
      op: `${click.op}/withdraw`,
    });
    expect(await deliveries().delivered(click.op, device.id)).toBe(false);
    expect(await sweeper().claimUntold(60)).toEqual([]);
  });

  it('that is withdrawn leaves a device whose password was changed, as never received', async () => {
    const device = await added();
    const click = change(sam);
    const { tag } = done(await store().changePassword(device.id, 1, fresh(), click));

    await deliveries().withdraw(click.op, device.id);

    expect(await store().find(device.id)).toMatchObject({
      disconnectedAt: undefined,
      delivery: 'never-received',
    });
    expect(await newest(device)).toMatchObject({
      kind: 'password.never-received',
      by: sam,
      op: `${click.op}/withdraw`,
      count: 1,
      devices: [{ id: device.id, tag }],
    });
    expect(await deliveries().delivered(click.op, device.id)).toBe(false);
    await store().disconnect(device.id, 2, change());
  });

  it('of a password that was replaced meanwhile is worth nothing', async () => {
    const click = change();
    const device = await added(click);
    done(await store().changePassword(device.id, 1, fresh(), change()));

    expect(await deliveries().delivered(click.op, device.id)).toBe(false);
  });

  it('ends once: the bot can’t revive one that was withdrawn, nor take back one that arrived', async () => {
    const [first, second] = [change(), change()];
    const withdrawn = await added();
    done(await store().changePassword(withdrawn.id, 1, fresh(), first));
    await deliveries().withdraw(first.op, withdrawn.id);
    const received = await added(second);
    await deliveries().delivered(second.op, received.id);
    const bot = database.sql('postern_bot');

    for (const statement of [
      bot`update delivery set withdrawn_at = null, withdrawn_by = null, told_at = null where op = ${first.op}`,
      bot`update delivery set delivered_at = null where op = ${second.op}`,
    ]) {
      await expect(statement).rejects.toMatchObject({ code: 'PS006' });
    }
    await store().disconnect(withdrawn.id, 2, change());
  });

  it('is none where somebody issues a password by hand: they have it', async () => {
    const device = await added();
    const { tag, hash } = fresh();
    await database.sql(
      'owner',
    )`update device set tag = ${tag}, password_hash = ${hash} where id = ${device.id}`;

    expect(await state({ ...device, tag })).toBe('received');
  });
});

describe('the sweeper', () => {
  it('withdraws what nobody received, audited once an address, and has its actor told', async () => {
    // What the tests before this one left.
    await sweeper().sweep();
    await sweeper().claimUntold(3600);
    const address = await someAddress(database.db);
    const clicks = [change(dana), change(dana)];
    const devices: OwnDevice[] = [];
    for (const click of clicks)
      devices.push(done(await store().add(address.id, { ...phone, ...fresh() }, click)));
    const pending = await added();
    for (const { id } of devices) await age(database, id, '3 minutes');

    const swept = await Promise.all([sweeper().sweep(), sweeper().sweep(), sweeper().sweep()]);

    expect(swept.toSorted((a, b) => a - b)).toEqual([0, 0, 2]);
    expect(
      await createAuditLog(database.db).ofAddress(address.id, { before: undefined, limit: 1 }),
    ).toMatchObject([
      { entry: { kind: 'password.never-received', by: 'postern', count: 2, devices: [{}, {}] } },
    ]);
    expect(await state(pending)).toBe('pending');

    const untold = await sweeper().claimUntold(60);
    expect(untold).toHaveLength(2);
    expect(untold).toContainEqual({
      op: clicks[0]?.op,
      device: devices[0]?.id,
      addressId: address.id,
      address: address.address,
      label: phone.label,
      version: devices[0]?.version,
      issuedTo: dana,
      attempts: 1,
    });
    expect(await sweeper().claimUntold(60)).toEqual([]);
    for (const { op, device } of untold) await sweeper().told(op, device);
    for (const { id } of devices) await age(database, id, '1 hour');
    expect(await sweeper().claimUntold(60)).toEqual([]);
  });

  it('says nothing of what was replaced or disconnected meanwhile', async () => {
    const [replaced, gone] = [await added(), await added()];
    const click = change();
    done(await store().changePassword(replaced.id, 1, fresh(), click));
    await deliveries().delivered(click.op, replaced.id);
    done(await store().disconnect(gone.id, 1, change()));
    await database.sql('owner').unsafe('alter table delivery disable trigger audit_update');
    await database.sql('owner')`
      update delivery set issued_at = issued_at - interval '1 hour' where delivered_at is null and withdrawn_at is null`;
    await database.sql('owner').unsafe('alter table delivery enable trigger audit_update');

    expect(await sweeper().sweep()).toBeGreaterThanOrEqual(2);

    expect(await newest(replaced)).toMatchObject({ kind: 'device.password-changed' });
    expect(await newest(gone)).toMatchObject({ kind: 'device.disconnected' });
    const told = (await sweeper().claimUntold(60)).map(({ device }) => device);
    expect(told).not.toContain(replaced.id);
    expect(told).not.toContain(gone.id);
  });

  it('has an actor told six times at most, each time after twice the pause', async () => {
    const device = await added();
    await age(database, device.id, '3 minutes');
    await sweeper().sweep();

    const pauses = [];
    for (;;) {
      const untold = (await sweeper().claimUntold(60)).find((one) => one.device === device.id);
      if (!untold) break;
      await sweeper().tellFailed(untold.op, untold.device, 'channel_not_found');
      const [row] = await database.sql('owner')<{ pause: number }[]>`
        select round(extract(epoch from lease_until - now()))::int as pause from delivery where device_id = ${device.id}`;
      pauses.push(row?.pause);
      await age(database, device.id, '1 hour');
    }

    expect(pauses).toEqual([10, 20, 40, 80, 160, 320]);
    expect(
      await database.sql(
        'owner',
      )`select attempts, last_error, told_at from delivery where device_id = ${device.id}`,
    ).toEqual([{ attempts: 6, last_error: 'channel_not_found', told_at: null }]);
  });
});
