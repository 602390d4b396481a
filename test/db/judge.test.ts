import { beforeAll, describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { createSignOutStore } from '../../db/sign-outs.ts';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import type { SessionIdentity } from '../../src/core/sessions.ts';
import { age, testDatabase } from '../support/database.ts';
import { change, done, fresh, oldHash, phone, someAddress, tagNumber } from '../support/mailboxes.ts';

const database = testDatabase();
const store = () => createDeviceStore(database.db);
/** As a mail server lists them: anything. */
const judge = (identities: readonly string[]) =>
  createSignOutStore(database.db).judge(identities as readonly SessionIdentity[]);

async function add(address: Address, delivered = true): Promise<OwnDevice> {
  const click = change();
  const device = done(await store().add(address.id, { ...phone, ...fresh() }, click));
  if (delivered) await createDeliveryLog(database.db).delivered(click.op, device.id);
  return device;
}

const known: Record<string, string> = {};

beforeAll(async () => {
  const mailbox = await someAddress(database.db, oldHash);
  const identity = ({ tag }: Pick<OwnDevice, 'tag'>) => `${mailbox.address}/${tag}`;
  known['generic'] = `${mailbox.address}/generic`;
  known['live'] = identity(await add(mailbox));
  known['pending'] = identity(await add(mailbox, false));
  const late = await add(mailbox, false);
  await age(database, late.id, '121 seconds');
  known['late'] = identity(late);
  const changing = await add(mailbox);
  known['old'] = identity(changing);
  const click = change();
  const changed = done(await store().changePassword(changing.id, 1, fresh(), click));
  known['withdrawn'] = identity(changed);
  await createDeliveryLog(database.db).withdraw(click.op, changed.id);
  const gone = await add(mailbox);
  done(await store().disconnect(gone.id, 1, change()));
  known['disconnected'] = identity(gone);
  const deleted = await add(mailbox);
  await database.sql('owner')`delete from device where id = ${deleted.id}`;
  known['deleted'] = identity(deleted);

  const removed = await someAddress(database.db, oldHash);
  known['ofRemoved'] = `${removed.address}/${(await add(removed)).tag}`;
  known['genericOfRemoved'] = `${removed.address}/generic`;
  done(await createAddressStore(database.db).remove(removed.id, { disconnectAll: true }, change()));

  const byHand = await someAddress(database.db);
  known['ofRemovedByHand'] = `${byHand.address}/${(await add(byHand)).tag}`;
  // Past every rule: the device is still connected.
  await database.sql('owner').unsafe(`
    alter table address disable trigger user;
    update address set removed_at = now() where id = ${byHand.id};
    alter table address enable trigger user`);

  const without = await someAddress(database.db, oldHash);
  await database.sql('owner')`delete from device where address_id = ${without.id}`;
  known['deletedGeneric'] = `${without.address}/generic`;

  const back = await someAddress(database.db, oldHash);
  done(await createAddressStore(database.db).remove(back.id, { disconnectAll: true }, change()));
  done(await createAddressStore(database.db).add(back.address, oldHash, change()));
  known['genericAgain'] = `${back.address}/generic`;

  const never = await someAddress(database.db);
  known['neverGeneric'] = `${never.address}/generic`;
  known['unknownTag'] = `${never.address}/zzz9`;
});

describe('a session is judged', () => {
  it.each<[string, 'valid' | 'revoked' | undefined, string]>([
    ['of a device', 'valid', 'live'],
    ['of a password on its way', 'valid', 'pending'],
    ['of the generic password', 'valid', 'generic'],
    ['of the generic password of an address that came back', 'valid', 'genericAgain'],
    ['of a password that nobody received in time', 'revoked', 'late'],
    ['of a password that was changed', 'revoked', 'old'],
    ['of a password that was withdrawn', 'revoked', 'withdrawn'],
    ['of a disconnected device', 'revoked', 'disconnected'],
    ['of a deleted device', 'revoked', 'deleted'],
    ['of a device of a removed address', 'revoked', 'ofRemoved'],
    ['of a device that is connected, of an address that was removed by hand', 'revoked', 'ofRemovedByHand'],
    ['of the generic password of a removed address', 'revoked', 'genericOfRemoved'],
    ['of a generic password that was deleted', 'revoked', 'deletedGeneric'],
    ['of a generic password that there never was', undefined, 'neverGeneric'],
    ['of a tag that there never was', undefined, 'unknownTag'],
  ])('%s as %s', async (_name, verdict, name) => {
    const identity = known[name] ?? '';

    expect(await judge([identity, identity])).toEqual(new Map(verdict ? [[identity, verdict]] : []));
  });

  it.each([
    ['an empty name', ''],
    ['a separator alone', '/'],
    ['an address alone', 'alice1@example.com'],
    ['an address without a tag', 'alice1@example.com/'],
    ['a master user', 'alice1@example.com*master'],
    ['a user without a domain', 'root'],
    ['capitals', 'ALICE1@EXAMPLE.COM/generic'],
    ['blanks around it', ' alice1@example.com/generic'],
    ['something behind it', 'alice1@example.com/generic/x'],
    ['a wildcard', '*@example.com/generic'],
    ['SQL', `alice1@example.com' or 1=1 --/generic`],
    ['JSON', `alice1@example.com","suffix":"generic"}/generic`],
    ['a NUL', 'alice1@example.com\0/generic'],
    ['half a character', 'alice1@example.com\ud800/generic'],
    ['a link of Slack', '<mailto:alice1@example.com|alice1@example.com>/generic'],
    ['5,000 characters', `${'x'.repeat(5000)}/generic`],
  ])('not at all where it is %s', async (_name, identity) => {
    expect(await judge([identity])).toEqual(new Map());
  });

  it('with ten thousand others, in one question', async () => {
    const address = await someAddress(database.db);
    const identities = Array.from({ length: 9998 }, (_, index) => `${address.address}/${tagNumber(index)}`);

    expect(await judge([...identities, known['live'] ?? '', known['old'] ?? ''])).toEqual(
      new Map([
        [known['live'], 'valid'],
        [known['old'], 'revoked'],
      ]),
    );
    expect(await judge([])).toEqual(new Map());
  });
});
