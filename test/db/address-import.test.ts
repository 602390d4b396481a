import { describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import type { PasswordHash } from '../../src/core/password.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, oldHash, root, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const addresses = () => createAddressStore(database.db);
const otherHash = oldHash.replace('b2xk', 'bmV3') as PasswordHash;

describe('an import', () => {
  it('adds what is new in one statement, each address audited for itself, and nothing twice', async () => {
    const imported = ['c', 'a', 'b'].map((name) => ({
      address: parseEmailAddress(`${name}@import.example.com`),
      generic: oldHash,
    }));
    expect(await addresses().compare(imported)).toEqual(['new', 'new', 'new']);

    await addresses().addMany(imported, { by: root, op: 'import' });
    await addresses().addMany(imported, { by: root, op: 'again' });

    expect(await addresses().compare(imported)).toEqual(['same', 'same', 'same']);
    expect(await addresses().list('@import.example.com')).toMatchObject(
      ['a', 'b', 'c'].map((name) => ({
        address: `${name}@import.example.com`,
        devices: 0,
        hasGeneric: true,
      })),
    );
    const events = await database.sql('owner')`
      select actor, op, kind, entry::jsonb ->> 'address' as address from audit_event
      where op like 'import/%' or op like 'again/%' order by op`;
    expect(events.map(({ actor, op, kind, address }) => [actor, op, kind, address].join(' '))).toEqual(
      ['c', 'a', 'b'].flatMap((name, place) => [
        `${root} import/${place} address.added ${name}@import.example.com`,
        `${root} import/${place}/generic device.added ${name}@import.example.com`,
      ]),
    );
  });

  it('knows what is there otherwise, and leaves it', async () => {
    const same = await someAddress(database.db, oldHash);
    const other = await someAddress(database.db, otherHash);
    const ended = await someAddress(database.db, oldHash);
    const removed = await someAddress(database.db, oldHash);
    const devices = createDeviceStore(database.db);
    const [generic] = (await devices.list(ended.id, { match: '', page: 0, pageSize: 9 })).devices;
    if (!generic) throw new Error('There is no generic password');
    done(await devices.disconnect(generic.id, generic.version, change()));
    done(await addresses().remove(removed.id, { disconnectAll: true }, change()));
    const imported = [removed, ended, other, same].map(({ address }) => ({ address, generic: oldHash }));
    const expected = ['removed', 'no-generic', 'other-generic', 'same'];

    expect(await addresses().compare(imported)).toEqual(expected);
    await addresses().addMany(imported, change(root));
    expect(await addresses().compare(imported)).toEqual(expected);
  });

  it('tells nobody but the bot whether a hash is that of an address', async () => {
    const { id } = await someAddress(database.db, oldHash);
    const ask = (login: 'postern_bot' | 'postern_sign_in') =>
      database.sql(login)`select has_generic_password(${id}, ${oldHash}) as has`;

    expect(await ask('postern_bot')).toEqual([{ has: true }]);
    await expect(ask('postern_sign_in')).rejects.toMatchObject({ code: '42501' });
  });
});
