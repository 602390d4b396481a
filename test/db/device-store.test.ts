import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import type { DeviceId } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, done, fresh, oldHash, phone, sam, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const parts = () => ({
  devices: createDeviceStore(database.db),
  deliveries: createDeliveryLog(database.db),
  audit: createAuditLog(database.db),
});
const all = { match: '', page: 0, pageSize: 50 };

describe('the device store', () => {
  it('adds a device, lists it, and audits it', async () => {
    const { devices, audit } = parts();
    const address = await someAddress(database.db);
    const { tag, hash } = fresh();
    const by = change();

    const device = done(
      await devices.add(address.id, { ...phone, protocols: ['smtp', 'imap'], tag, hash }, by),
    );

    expect(device).toEqual({
      id: device.id,
      addressId: address.id,
      address: address.address,
      ...phone,
      tag,
      version: 1,
      addedAt: expect.any(Date),
      addedBy: dana,
      lastUse: undefined,
      isLongUnused: false,
      disconnectedAt: undefined,
      delivery: 'pending',
    });
    expect(await devices.list(address.id, all)).toEqual({ devices: [device], total: 1, hasGeneric: false });
    expect(await devices.find(device.id)).toEqual(device);
    const [event] = await audit.ofAddress(address.id, { before: undefined, limit: 1 });
    expect(event).toEqual({
      number: expect.any(Number),
      at: expect.any(Date),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      entry: {
        ...by,
        kind: 'device.added',
        addressId: address.id,
        address: address.address,
        count: 1,
        devices: [{ id: device.id, tag, ...phone }],
      },
    });
  });

  it('changes a password: a new tag, the old one retired, a sign-out job for the old identity', async () => {
    const { devices, audit } = parts();
    const address = await someAddress(database.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
    const { tag, hash } = fresh();

    const changed = done(await devices.changePassword(device.id, device.version, { tag, hash }, change(sam)));

    expect({ ...device, ...changed }).toEqual({ ...device, tag, version: 2 });
    expect(await devices.find(device.id)).toEqual({ ...device, tag, version: 2, delivery: 'pending' });
    const sql = database.sql('owner');
    expect(await sql`select tag from delivery where device_id = ${device.id} order by issued_at`).toEqual([
      { tag: device.tag },
      { tag },
    ]);
    expect(await sql`select identity from sign_out where device_id = ${device.id}`).toEqual([
      { identity: `${address.address}/${device.tag}` },
    ]);
    const [event] = await audit.ofAddress(address.id, { before: undefined, limit: 1 });
    expect(event?.entry).toMatchObject({
      kind: 'device.password-changed',
      by: sam,
      devices: [{ tag, before: { tag: device.tag } }],
    });
    expect(JSON.stringify(event)).not.toContain(hash);
  });

  it('edits what differs, and says in the event what it was', async () => {
    const { devices, audit } = parts();
    const address = await someAddress(database.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));

    const fields = { label: 'Reception printer', kind: 'other', protocols: ['imap', 'smtp'] } as const;
    expect(done(await devices.edit(device.id, 1, fields, change()))).toEqual({
      ...device,
      ...fields,
      version: 2,
    });

    const [event] = await audit.ofAddress(address.id, { before: undefined, limit: 1 });
    expect(event?.entry).toMatchObject({
      kind: 'device.edited',
      devices: [{ ...fields, before: { label: phone.label, kind: 'phone' } }],
    });
  });

  it('disconnects a device: gone from the list, found still', async () => {
    const { devices } = parts();
    const address = await someAddress(database.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));

    const gone = done(await devices.disconnect(device.id, 1, change()));

    expect(gone.disconnectedAt).toBeInstanceOf(Date);
    expect(await devices.list(address.id, all)).toEqual({ devices: [], total: 0, hasGeneric: false });
    expect(await devices.find(device.id)).toEqual(gone);
  });

  it('disconnects all that the question showed, and keeps the generic password', async () => {
    const { devices, audit } = parts();
    const address = await someAddress(database.db, oldHash);
    for (const label of ['b', 'A', 'd', 'c']) {
      await devices.add(address.id, { ...phone, label, ...fresh() }, change());
    }
    const shown = await devices.connected(address.id);
    expect(shown).toEqual({
      count: 4,
      labels: ['A', 'b', 'c'],
      hasGeneric: true,
      digest: expect.stringMatching(/^[0-9a-f]{12}$/),
    });
    const extra = done(await devices.add(address.id, { ...phone, label: 'e', ...fresh() }, change()));

    expect(await devices.disconnectAll(address.id, shown.digest, change())).toEqual({ kind: 'changed' });
    const { digest } = await devices.connected(address.id);
    expect(await devices.disconnectAll(address.id, digest, change())).toEqual({
      kind: 'done',
      value: { count: 5 },
    });

    expect((await devices.list(address.id, all)).devices).toMatchObject([{ kind: 'generic' }]);
    const [event] = await audit.ofAddress(address.id, { before: undefined, limit: 1 });
    expect(event?.entry).toMatchObject({ kind: 'device.disconnected', count: 5 });
    expect(await devices.find(extra.id)).toMatchObject({ disconnectedAt: expect.any(Date) });
  });

  it('lists the generic password first, then by label; matches labels and tags, wildcards as they are', async () => {
    const { devices } = parts();
    const address = await someAddress(database.db, oldHash);
    for (const label of ['zebra', 'Apple', '100 %', 'a_b', 'back\\slash']) {
      await devices.add(address.id, { ...phone, label, ...fresh() }, change());
    }
    const labels = async (match: string, page = 0, pageSize = 50) => {
      const found = await devices.list(address.id, { match, page, pageSize });
      return [found.total, ...found.devices.map(({ label }) => label)];
    };

    expect(await labels('')).toEqual([
      6,
      'Generic password',
      '100 %',
      'a_b',
      'Apple',
      'back\\slash',
      'zebra',
    ]);
    expect(await labels('', 1, 4)).toEqual([6, 'back\\slash', 'zebra']);
    expect(await labels('', 9, 4)).toEqual([6]);
    expect(await labels('APPL')).toEqual([1, 'Apple']);
    expect(await labels('%')).toEqual([1, '100 %']);
    expect(await labels('_')).toEqual([1, 'a_b']);
    expect(await labels('\\')).toEqual([1, 'back\\slash']);
    const { devices: listed } = await devices.list(address.id, all);
    const zebra = listed.at(-1);
    expect(zebra?.kind !== 'generic' && (await labels(zebra?.tag ?? '')).slice(1)).toContain('zebra');
  });

  it('knows at which place of the list a device stands, or stood before it was disconnected', async () => {
    const { devices } = parts();
    // Of another one none may be counted.
    await devices.add((await someAddress(database.db)).id, { ...phone, label: 'Aa', ...fresh() }, change());
    const address = await someAddress(database.db, oldHash);
    for (const label of ['zebra', 'Apple', 'apple', 'Ärger', 'Apple', 'back\\slash']) {
      await devices.add(address.id, { ...phone, label, ...fresh() }, change());
    }
    const { devices: listed } = await devices.list(address.id, all);
    const places = () => Promise.all(listed.map(({ id }) => devices.placeOf(id)));
    expect(await places()).toEqual([0, 1, 2, 3, 4, 5, 6]);

    for (const { id, version } of [listed[2], listed[6]].filter((device) => device !== undefined)) {
      done(await devices.disconnect(id, version, change()));
    }
    expect(await places()).toEqual([0, 1, 2, 2, 3, 4, 5]);
  });

  it.each([
    ['zoe', ['Zoë', 'Zoe 2']],
    ['ZOË', ['Zoë', 'Zoe 2']],
    ['zoe\u0308', ['Zoë', 'Zoe 2']],
    ['angstrom', ['Ångström']],
    ['ﬁ', ['ﬁne 100%']],
    ['fine', ['ﬁne 100%']],
    ['fine 1%', []],
    ['％', ['ﬁne 100%']],
    ['%', ['ﬁne 100%']],
  ])('finds by %s whatever the case and the accents: %j', async (match, found) => {
    const { devices } = parts();
    const address = await someAddress(database.db);
    for (const label of ['Zoë', 'Zoe 2', 'Ångström', 'ﬁne 100%']) {
      await devices.add(address.id, { ...phone, label, ...fresh() }, change());
    }

    const listed = await devices.list(address.id, { ...all, match });
    expect(listed.devices.map(({ label }) => label).toSorted()).toEqual(found.toSorted());
  });

  it.each(['', '0', '-1', 'abc', '1 or 1=1', '99999999999999999999', '9223372036854775807'])(
    'knows no device with the id %j',
    async (id) => {
      // What travelled in a button can be anything.
      const device = id as DeviceId;
      const { devices } = parts();

      expect(await devices.find(device)).toBeUndefined();
      expect(await devices.disconnect(device, 1, change())).toEqual({ kind: 'changed' });
      expect(await devices.changePassword(device, 1, fresh(), change())).toEqual({ kind: 'changed' });
    },
  );
});
