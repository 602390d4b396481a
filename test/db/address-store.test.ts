import { describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createAuditLog } from '../../db/audit-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import type { PasswordHash } from '../../src/core/password.ts';
import type { AddressId } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, oldHash, phone, root, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const addresses = () => createAddressStore(database.db);
const devices = () => createDeviceStore(database.db);
const kinds = async (id: AddressId) =>
  (await createAuditLog(database.db).ofAddress(id, { before: undefined, limit: 50 })).map(({ entry }) => [
    entry.kind,
    entry.by,
    'count' in entry && entry.count,
  ]);

describe('the address store', () => {
  it('adds an address with its generic password in one statement, and finds it by name and id', async () => {
    const name = parseEmailAddress('Reception@Example.com');
    const added = done(await addresses().add(name, oldHash, change(root)));

    expect(added).toEqual({ id: added.id, address: 'reception@example.com' });
    expect(await addresses().find(name)).toEqual(added);
    expect(await addresses().get(added.id)).toEqual(added);
    expect((await devices().list(added.id, { match: '', page: 0, pageSize: 9 })).devices).toEqual([
      {
        id: expect.any(String),
        addressId: added.id,
        address: name,
        label: 'Generic password',
        kind: 'generic',
        protocols: ['imap', 'pop3', 'smtp'],
        version: 1,
        addedAt: expect.any(Date),
        addedBy: root,
        lastUse: undefined,
        disconnectedAt: undefined,
      },
    ]);
    expect(await kinds(added.id)).toEqual([
      ['device.added', root, 1],
      ['address.added', root, 0],
    ]);
  });

  it('adds nothing twice, and nothing at all where the hash is none', async () => {
    const { address } = await someAddress(database.db);

    expect(await addresses().add(address, oldHash, change(root))).toEqual({ kind: 'changed' });
    // Not read by `readPasswordHash`, which would refuse it.
    const plain = '{PLAIN}hunter2' as PasswordHash;
    const name = parseEmailAddress('plain@example.com');
    const failed = addresses().add(name, plain, change(root));
    await expect(failed).rejects.toMatchObject({ name: 'DatabaseFailure', code: '23514' });
    await expect(failed).rejects.not.toThrow(/hunter2/);
    expect(await addresses().find(name)).toBeUndefined();
  });

  it('lists what is there, with how much is left', async () => {
    const { id, address } = await someAddress(database.db, oldHash);
    done(await devices().add(id, { ...phone, ...fresh() }, change()));
    const removed = await someAddress(database.db);
    done(await addresses().remove(removed.id, { disconnectAll: false }, change()));

    expect(await addresses().list(address.toUpperCase())).toEqual([
      { id, address, devices: 1, hasGeneric: true },
    ]);
    expect(await addresses().list(removed.address)).toEqual([]);
    expect(await addresses().list('%')).toEqual([]);
    expect((await addresses().list('')).length).toBeGreaterThan(1);
  });

  it('removes an address with everything it has where that is asked for', async () => {
    const { id, address } = await someAddress(database.db, oldHash);
    done(await devices().add(id, { ...phone, ...fresh() }, change()));

    expect(await addresses().remove(id, { disconnectAll: false }, change())).toEqual({
      kind: 'devices-left',
    });
    const click = change(root);
    expect(await addresses().remove(id, { disconnectAll: true }, click)).toEqual({
      kind: 'done',
      value: { disconnected: 2 },
    });
    expect(await addresses().remove(id, { disconnectAll: true }, click)).toEqual({ kind: 'elsewhere' });
    expect(await addresses().remove(id, { disconnectAll: true }, change())).toEqual({ kind: 'changed' });

    expect(await addresses().find(address)).toBeUndefined();
    expect(await addresses().get(id)).toBeUndefined();
    expect((await kinds(id)).slice(0, 2)).toEqual([
      ['address.removed', root, 0],
      ['device.disconnected', root, 2],
    ]);
  });

  it('takes a removed address back under its old id, with its tags still taken', async () => {
    const before = await someAddress(database.db, oldHash);
    const { tag, hash } = fresh();
    done(await devices().add(before.id, { ...phone, tag, hash }, change()));
    done(await addresses().remove(before.id, { disconnectAll: true }, change()));

    const back = done(await addresses().add(before.address, oldHash, change(root)));

    expect(back).toEqual(before);
    expect((await devices().connected(back.id)).count).toBe(0);
    expect((await devices().connected(back.id)).hasGeneric).toBe(true);
    expect(await devices().add(back.id, { ...phone, tag, hash }, change())).toEqual({ kind: 'tag-taken' });
  });
});
