import { beforeAll, describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import type {
  Address,
  DeviceId,
  DeviceFields,
  IssuedDevice,
  LastUse,
  OwnDevice,
} from '../../src/core/ports.ts';
import { age, testDatabase } from '../support/database.ts';
import { change, done, fresh, oldHash, phone, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const store = () => createDeviceStore(database.db);
const deliveries = () => createDeliveryLog(database.db);
const goOn = [{ password: null, nopassword: 'y' }];

async function signedIn(identity: string | null, service = 'imap', from: string | null = '192.0.2.7') {
  return [
    ...(await database.sql('postern_signed_in')`select * from signed_in(${identity}, ${service}, ${from})`),
  ];
}

async function add(
  address: Address,
  fields: Partial<DeviceFields> = {},
  delivered = true,
): Promise<OwnDevice> {
  const click = change();
  const device = done(await store().add(address.id, { ...phone, ...fields, ...fresh() }, click));
  if (delivered) await deliveries().delivered(click.op, device.id);
  return device;
}

const lastUse = async (device: DeviceId): Promise<LastUse | undefined> =>
  (await store().find(device))?.lastUse;

/** As if the last use had been that long ago. */
async function ageUse(device: DeviceId, interval: string): Promise<void> {
  await database.sql('owner').unsafe(`
    update device_use set used_at = used_at - interval '${interval}' where device_id = ${device}`);
}

/** What `sign_in` gave just before, by what has become of the password since. */
type Name = 'live' | 'popOnly' | 'pending' | 'changed' | 'late' | 'withdrawn' | 'disconnected' | 'deleted';
const devices = {} as Record<Name, IssuedDevice>;
const identity = (name: Name) => `${mailbox.address}/${devices[name].tag}`;
let mailbox: Address;

beforeAll(async () => {
  mailbox = await someAddress(database.db, oldHash);
  devices.live = await add(mailbox);
  devices.popOnly = await add(mailbox, { protocols: ['pop3'] });
  devices.pending = await add(mailbox, {}, false);
  devices.changed = await add(mailbox);
  done(await store().changePassword(devices.changed.id, 1, fresh(), change()));
  devices.late = await add(mailbox, {}, false);
  await age(database, devices.late.id, '121 seconds');
  const before = await add(mailbox);
  const click = change();
  devices.withdrawn = done(await store().changePassword(before.id, 1, fresh(), click));
  await deliveries().withdraw(click.op, before.id);
  devices.disconnected = await add(mailbox);
  done(await store().disconnect(devices.disconnected.id, 1, change()));
  devices.deleted = await add(mailbox);
  await database.sql('owner')`delete from device where id = ${devices.deleted.id}`;
});

describe('signed_in', () => {
  it.each<[string, () => string, string]>([
    ['of a device, by IMAP', () => identity('live'), 'imap'],
    ['of a device, by submission', () => identity('live'), 'submission'],
    ['of a device, by Postfix', () => identity('live'), 'smtp'],
    ['of a device that has only POP', () => identity('popOnly'), 'pop3'],
    ['that is on its way to its person', () => identity('pending'), 'imap'],
    ['that is the generic one', () => `${mailbox.address}/generic`, 'pop3'],
  ])('lets a sign-in go on with a password %s', async (_name, whose, service) => {
    expect(await signedIn(whose(), service)).toEqual(goOn);
  });

  it.each<[string, () => string | null, string]>([
    ['of a protocol that it doesn’t have', () => identity('live'), 'pop3'],
    ['of POP alone, by submission', () => identity('popOnly'), 'submission'],
    ['by a service that nobody has', () => identity('live'), 'sieve'],
    ['by no service', () => identity('live'), ''],
    ['that was changed', () => identity('changed'), 'imap'],
    ['that nobody received within two minutes', () => identity('late'), 'imap'],
    ['that was withdrawn', () => identity('withdrawn'), 'imap'],
    ['of a disconnected device', () => identity('disconnected'), 'imap'],
    ['of a deleted device', () => identity('deleted'), 'imap'],
    ['with a tag that nobody has', () => `${mailbox.address}/zzz9`, 'imap'],
    ['without a tag', () => `${mailbox.address}/`, 'imap'],
    ['without a separator', () => mailbox.address, 'imap'],
    ['with something behind its tag', () => `${identity('live')}/x`, 'imap'],
    ['with a separator behind its tag', () => `${identity('live')}/`, 'imap'],
    ['with something behind the generic one', () => `${mailbox.address}/generic/`, 'imap'],
    ['of another address', () => `nobody@example.com/${devices.live.tag}`, 'imap'],
    ['in capitals', () => identity('live').toUpperCase(), 'imap'],
    ['that is SQL', () => `' or 1=1 --`, 'imap'],
    ['of 5,000 characters', () => `${'x'.repeat(5000)}/k7xw`, 'imap'],
    ['that is empty', () => '', 'imap'],
    ['that is null', () => null, 'imap'],
  ])('refuses one %s', async (_name, whose, service) => {
    expect(await signedIn(whose(), service)).toEqual([]);
  });

  it('refuses a device that was disconnected while its password was verified, and stamps nothing', async () => {
    const device = await add(mailbox);
    const asked = `${mailbox.address}/${device.tag}`;
    expect(
      await database.sql(
        'postern_sign_in',
      )`select identity from sign_in(${mailbox.address}, 'imap', ${device.tag})`,
    ).toEqual([{ identity: asked }]);

    done(await store().disconnect(device.id, 1, change()));

    expect(await signedIn(asked)).toEqual([]);
    expect(await lastUse(device.id)).toBeUndefined();
  });

  it('refuses the generic password once it is disconnected, and whoever is of a removed address', async () => {
    const other = await someAddress(database.db, oldHash);
    const device = await add(other);
    const [generic] = (await store().list(other.id, { match: '', page: 0, pageSize: 1 })).devices;
    if (!generic) throw new Error('There is no generic password');
    done(await store().disconnect(generic.id, 1, change()));
    expect(await signedIn(`${other.address}/generic`)).toEqual([]);
    expect(await signedIn(`${other.address}/${device.tag}`)).toEqual(goOn);

    // By hand, past every rule: the device is still connected.
    await database.sql('owner').unsafe(`
      alter table address disable trigger user;
      update address set removed_at = now() where id = ${other.id};
      alter table address enable trigger user`);

    expect(await signedIn(`${other.address}/${device.tag}`)).toEqual([]);
    done(await createAddressStore(database.db).add(other.address, undefined, change()));
    expect(await signedIn(`${other.address}/${device.tag}`)).toEqual(goOn);
  });
});

describe('the last use', () => {
  it.each<[string, string | null, string, string]>([
    ['an address', '192.0.2.9', 'imap', '192.0.2.9'],
    ['an address of IP 6', '2001:db8::7', 'submission', '2001:db8::7'],
    ['an address with a netmask', '192.0.2.9/24', 'smtp', '192.0.2.9'],
    ['no address', '', 'imap', '::'],
    ['a null', null, 'imap', '::'],
    ['something that is no address', `'); drop table device; --`, 'imap', '::'],
  ])('is written down with %s', async (_name, from, service, seen) => {
    const device = await add(mailbox);

    expect(await signedIn(`${mailbox.address}/${device.tag}`, service, from)).toEqual(goOn);

    expect(await lastUse(device.id)).toEqual({
      at: expect.any(Date),
      from: seen,
      protocol: service === 'imap' ? 'imap' : 'smtp',
    });
  });

  it('is written once a minute, unless it is from elsewhere or by another protocol', async () => {
    const device = await add(mailbox);
    const whose = `${mailbox.address}/${device.tag}`;
    const ages: number[] = [];
    const useAndAge = async (service: string, from: string) => {
      expect(await signedIn(whose, service, from)).toEqual(goOn);
      const [row] = await database.sql('owner')<{ stamped: boolean }[]>`
        select used_at > now() - interval '30 seconds' as stamped from device_use where device_id = ${device.id}`;
      ages.push(Number(row?.stamped));
      await ageUse(device.id, '35 seconds');
    };

    await useAndAge('imap', '192.0.2.1');
    await useAndAge('imap', '192.0.2.1');
    // Now older than a minute.
    await useAndAge('imap', '192.0.2.1');
    await useAndAge('imap', '192.0.2.2');
    await useAndAge('smtp', '192.0.2.2');
    // Both are the protocol of sending.
    await useAndAge('submission', '192.0.2.2');

    expect(ages).toEqual([1, 0, 1, 1, 1, 0]);
  });

  it('is written by a device that signs in a hundred times at once', async () => {
    const device = await add(mailbox);

    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        signedIn(`${mailbox.address}/${device.tag}`, index % 2 ? 'imap' : 'smtp', `192.0.2.${index}`),
      ),
    );

    expect(answers).toEqual(answers.map(() => goOn));
    expect(await lastUse(device.id)).toMatchObject({ from: expect.stringMatching(/^192\.0\.2\.\d+$/) });
  });

  it.each<[string, (device: IssuedDevice) => string]>([
    ['its row is locked', ({ id }) => `select from device_use where device_id = ${id} for update`],
    ['its device is being changed', ({ id }) => `select from device where id = ${id} for update`],
    ['nobody may write there', () => `lock table device_use in exclusive mode`],
  ])('is left out where %s, and the sign-in goes on', async (_name, statement) => {
    const device = await add(mailbox);
    const whose = `${mailbox.address}/${device.tag}`;
    if (statement(device).includes('device_use where')) await signedIn(whose);
    await ageUse(device.id, '5 minutes');
    const before = await lastUse(device.id);

    await database.sql('owner').begin(async (transaction) => {
      await transaction.unsafe(statement(device));
      expect(await signedIn(whose)).toEqual(goOn);
    });

    expect(await lastUse(device.id)).toEqual(before);
    expect(await signedIn(whose)).toEqual(goOn);
    expect(await lastUse(device.id)).not.toEqual(before);
  });

  it('is missed by a device that is a day old, until there is one', async () => {
    const device = await add(mailbox);
    const isLongUnused = async () => {
      const found = await store().find(device.id);
      return found && 'isLongUnused' in found && found.isLongUnused;
    };
    const grow = (interval: string) =>
      database.sql('owner').unsafe(`
        alter table device disable trigger user;
        update device set added_at = added_at - interval '${interval}' where id = ${device.id};
        alter table device enable trigger user`);

    await grow('23 hours');
    expect(await isLongUnused()).toBe(false);
    await grow('2 hours');
    expect(await isLongUnused()).toBe(true);
    await signedIn(`${mailbox.address}/${device.tag}`);
    expect(await isLongUnused()).toBe(false);
  });

  it('is left out on a server that may only be read, and the sign-in goes on', async () => {
    const device = await add(mailbox);

    const answer = await database
      .sql('postern_signed_in')
      .begin('read only', (transaction) => [
        transaction`select * from signed_in(${`${mailbox.address}/${device.tag}`}, 'imap', '192.0.2.7')`,
      ]);

    expect(answer).toEqual([goOn]);
    expect(await lastUse(device.id)).toBeUndefined();
  });
});
