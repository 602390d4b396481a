import { beforeAll, describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import type { PasswordHash, Tag } from '../../src/core/password.ts';
import type { AddressId, DeviceFields, OwnDevice } from '../../src/core/ports.ts';
import { age, testDatabase } from '../support/database.ts';
import { change, done, fresh, oldHash, phone, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();

interface Answer {
  readonly user_name: string;
  readonly identity: string;
  readonly password: string;
  readonly nodelay: string | null;
}

async function signIn(address: string, service: string, tag: string): Promise<readonly Answer[]> {
  return [
    ...(await database.sql('postern_sign_in')<
      Answer[]
    >`select * from sign_in(${address}, ${service}, ${tag})`),
  ];
}

interface Known {
  readonly device: OwnDevice;
  readonly hash: PasswordHash;
}

/** A device whose password was delivered, unless it is said otherwise. */
async function add(address: AddressId, fields: Partial<DeviceFields> = {}, delivered = true): Promise<Known> {
  const { tag, hash } = fresh();
  const click = change();
  const device = done(
    await createDeviceStore(database.db).add(address, { ...phone, ...fields, tag, hash }, click),
  );
  if (delivered) await createDeliveryLog(database.db).delivered(click.op, device.id);
  return { device, hash };
}

/** Tag by tag, what the mail server is told of an address that has one of each. */
const tags = {} as Record<
  'live' | 'popOnly' | 'old' | 'changed' | 'pending' | 'late' | 'withdrawn' | 'disconnected' | 'deleted',
  Tag
>;
const hashes = {} as Record<keyof typeof tags, PasswordHash>;
let address: string;

beforeAll(async () => {
  const store = createDeviceStore(database.db);
  const deliveries = createDeliveryLog(database.db);
  const mailbox = await someAddress(database.db, oldHash);
  ({ address } = mailbox);
  const keep = (name: keyof typeof tags, tag: Tag, hash: PasswordHash) => {
    tags[name] = tag;
    hashes[name] = hash;
  };

  const live = await add(mailbox.id);
  keep('live', live.device.tag, live.hash);
  const popOnly = await add(mailbox.id, { protocols: ['pop3'] });
  keep('popOnly', popOnly.device.tag, popOnly.hash);

  const changing = await add(mailbox.id);
  keep('old', changing.device.tag, changing.hash);
  const next = fresh();
  const click = change();
  done(await store.changePassword(changing.device.id, 1, next, click));
  await deliveries.delivered(click.op, changing.device.id);
  keep('changed', next.tag, next.hash);

  const pending = await add(mailbox.id, {}, false);
  keep('pending', pending.device.tag, pending.hash);
  const late = await add(mailbox.id, {}, false);
  keep('late', late.device.tag, late.hash);
  await age(database, late.device.id, '121 seconds');

  const withdrawing = await add(mailbox.id);
  const lost = fresh();
  const lostClick = change();
  done(await store.changePassword(withdrawing.device.id, 1, lost, lostClick));
  await deliveries.withdraw(lostClick.op, withdrawing.device.id);
  keep('withdrawn', lost.tag, lost.hash);

  const gone = await add(mailbox.id);
  keep('disconnected', gone.device.tag, gone.hash);
  done(await store.disconnect(gone.device.id, 1, change()));
  const deleted = await add(mailbox.id);
  keep('deleted', deleted.device.tag, deleted.hash);
  await database.sql('owner')`delete from device where id = ${deleted.device.id}`;
});

describe('sign_in', () => {
  it.each<[string, keyof typeof tags, string]>([
    ['of a device, by IMAP', 'live', 'imap'],
    ['of a device, by submission', 'live', 'submission'],
    ['of a device, by Postfix', 'live', 'smtp'],
    ['of a device that has only POP', 'popOnly', 'pop3'],
    ['that was just changed', 'changed', 'imap'],
    ['that is on its way to its person', 'pending', 'imap'],
  ])('gives the hash of a password %s', async (_name, tag, service) => {
    expect(await signIn(address, service, tags[tag])).toEqual([
      { user_name: address, identity: `${address}/${tags[tag]}`, password: hashes[tag], nodelay: null },
    ]);
  });

  it.each<[string, keyof typeof tags, string]>([
    ['of a protocol that it doesn’t have', 'live', 'pop3'],
    ['of POP alone, by submission', 'popOnly', 'submission'],
    ['by a service that nobody has', 'live', 'sieve'],
    ['by no service', 'live', ''],
    ['that was changed', 'old', 'imap'],
    ['that nobody received within two minutes', 'late', 'imap'],
    ['that was withdrawn', 'withdrawn', 'imap'],
    ['of a disconnected device', 'disconnected', 'imap'],
    ['of a deleted device', 'deleted', 'imap'],
  ])('gives something that no password matches, without delay, for one %s', async (_name, tag, service) => {
    const [first, ...more] = await signIn(address, service, tags[tag]);
    const [second] = await signIn(address, service, tags[tag]);

    expect(more).toEqual([]);
    expect(first).toEqual({
      user_name: address,
      identity: `${address}/${tags[tag]}`,
      password: expect.stringMatching(/^\{PLAIN\}[0-9a-f]{64}$/),
      nodelay: 'y',
    });
    expect(second?.password).not.toBe(first?.password);
  });

  it.each([
    ['that is unknown', 'zzz9'],
    ['that is none', 'none'],
    ['that is empty', ''],
    ['that is too long', 'aaaaa'],
    ['in capitals', 'ABCD'],
    ['that is SQL', `' or`],
  ])('gives the generic password for a tag %s', async (_name, tag) => {
    expect(await signIn(address, 'imap', tag)).toEqual([
      { user_name: address, identity: `${address}/generic`, password: oldHash, nodelay: null },
    ]);
  });

  it('reads the address in any case, and answers with its one spelling', async () => {
    expect(await signIn(address.toUpperCase(), 'imap', tags.live)).toMatchObject([{ user_name: address }]);
  });

  it.each([
    ['an unknown address', () => 'nobody@example.com'],
    ['no address', () => ''],
    ['an address with a wildcard', () => address.replace('alice', '%')],
    ['5,000 characters', () => 'x'.repeat(5000)],
    ['SQL', () => `' or 1=1 --`],
  ])('knows nobody for %s', async (_name, name) => {
    expect(await signIn(name(), 'imap', tags.live)).toEqual([]);
  });

  it('knows nobody for nulls', async () => {
    expect(await database.sql('postern_sign_in')`select * from sign_in(null, null, null)`).toEqual([]);
  });

  it('refuses the generic password once it is disconnected, or its protocol isn’t allowed', async () => {
    const store = createDeviceStore(database.db);
    const mailbox = await someAddress(database.db, oldHash);
    const [generic] = (await store.list(mailbox.id, { match: '', page: 0, pageSize: 1 })).devices;
    if (!generic) throw new Error('There is no generic password');
    expect(await signIn(mailbox.address, 'imap', 'none')).toHaveLength(1);
    expect(await signIn(mailbox.address, 'sieve', 'none')).toEqual([]);

    done(await store.disconnect(generic.id, generic.version, change()));

    expect(await signIn(mailbox.address, 'imap', 'none')).toEqual([]);
  });

  it('knows nobody for a removed address, and its old tags stay refused when it comes back', async () => {
    const addresses = createAddressStore(database.db);
    const mailbox = await someAddress(database.db, oldHash);
    const { device } = await add(mailbox.id);
    done(await addresses.remove(mailbox.id, { disconnectAll: true }, change()));
    expect(await signIn(mailbox.address, 'imap', device.tag)).toEqual([]);

    done(await addresses.add(mailbox.address, undefined, change()));

    expect(await signIn(mailbox.address, 'imap', device.tag)).toMatchObject([{ nodelay: 'y' }]);
    expect(await signIn(mailbox.address, 'imap', 'none')).toEqual([]);
  });

  it('refuses a device without a delivery, however that came', async () => {
    const mailbox = await someAddress(database.db);
    const { device } = await add(mailbox.id);
    await database.sql('owner').unsafe(`
      alter table delivery disable trigger all;
      delete from delivery where device_id = ${device.id};
      alter table delivery enable trigger all`);

    expect(await signIn(mailbox.address, 'imap', device.tag)).toMatchObject([{ nodelay: 'y' }]);
  });
});
