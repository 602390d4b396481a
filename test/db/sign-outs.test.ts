import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import type { OpenDatabase } from '../../db/client.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createSignOutStore } from '../../db/sign-outs.ts';
import { createSweeper } from '../../db/sweeper.ts';
import type { SignOutId } from '../../src/core/sessions.ts';
import { age, testDatabase } from '../support/database.ts';
import { change, done, fresh, oldHash, phone, someAddress } from '../support/mailboxes.ts';
import { signOutSteps } from './sign-out-steps.ts';

const database = testDatabase();
const { store, signOuts, add, revoked, pass, claimed } = signOutSteps(database);
let other: OpenDatabase;
beforeAll(() => {
  other = openDatabase(database.bot, { max: 4 });
});
afterAll(() => other.close());

describe('a sign-out', () => {
  it('is taken by the device or the address that it is of, with what a person calls it', async () => {
    const address = await someAddress(database.db, oldHash);
    const device = await add(address, 'Phone');
    done(await store().changePassword(device.id, 1, fresh(), change()));
    done(await store().edit(device.id, 2, { ...phone, label: 'Old phone' }, change()));
    const [generic] = (await store().list(address.id, { match: '', page: 0, pageSize: 1 })).devices;
    if (!generic) throw new Error('There is no generic password');
    done(await store().disconnect(generic.id, 1, change()));
    const deleted = await add(address);
    await database.sql('owner')`delete from device where id = ${deleted.id}`;
    const common = { id: expect.any(String), addressId: address.id, address: address.address, attempts: 1 };

    const ofDevice = await signOuts().claimOf({ device: device.id }, 60);
    expect(ofDevice).toEqual([
      { ...common, device: device.id, label: 'Old phone', identity: `${address.address}/${device.tag}` },
    ]);
    const ofAddress = await signOuts().claimOf({ address: address.id }, 60);
    expect(ofAddress).toEqual([
      { ...common, device: generic.id, label: 'Generic password', identity: `${address.address}/generic` },
      {
        ...common,
        device: deleted.id,
        label: 'Deleted device',
        identity: `${address.address}/${deleted.tag}`,
      },
    ]);
    expect(await signOuts().claimOf({ address: address.id }, 60)).toEqual([]);
    // The first try may still do it.
    expect(await signOuts().openOf(address.id)).toEqual([]);
    await signOuts().failed(
      [...ofDevice, ...ofAddress].map(({ id }) => id),
      'timeout',
    );
    expect(await signOuts().openOf(address.id)).toMatchObject([
      { ...ofDevice[0], state: 'ending' },
      { device: generic.id, state: 'ending' },
      { device: deleted.id, state: 'ending' },
    ]);
    await signOuts().done((await signOuts().openOf(address.id)).map(({ id }) => id));
    expect(await signOuts().openOf(address.id)).toEqual([]);
  });

  it('comes of a password that was withdrawn, since somebody may have signed in with it', async () => {
    const address = await someAddress(database.db);
    const device = await add(address);
    const click = change();
    const changed = done(await store().changePassword(device.id, 1, fresh(), click));
    await signOuts().done([(await claimed(device)).id]);

    await createDeliveryLog(database.db).withdraw(click.op, device.id);

    expect(await claimed(device)).toMatchObject({ identity: `${address.address}/${changed.tag}` });
  });

  it('comes of a password that the sweeper found, and once of one that was added and withdrawn', async () => {
    const address = await someAddress(database.db);
    const swept = await add(address);
    await age(database, swept.id, '3 minutes');
    await createSweeper(database.db).sweep();
    expect(await claimed(swept)).toMatchObject({ identity: `${address.address}/${swept.tag}` });

    const click = change();
    const added = done(await store().add(address.id, { ...phone, ...fresh() }, click));
    await createDeliveryLog(database.db).withdraw(click.op, added.id);
    expect(await claimed(added)).toMatchObject({ identity: `${address.address}/${added.tag}` });

    const replaced = await add(address);
    done(await store().changePassword(replaced.id, 1, fresh(), change()));
    await signOuts().done([(await claimed(replaced)).id]);
    await age(database, replaced.id, '3 minutes');
    await createSweeper(database.db).sweep();
    // Of its new password: the old one has its sign-out.
    expect(
      (await signOuts().claimOf({ device: replaced.id }, 60)).map(({ identity }) => identity),
    ).not.toContain(`${address.address}/${replaced.tag}`);
  });

  it('goes to one of two that claim at once', async () => {
    const address = await someAddress(database.db);
    const devices = await Promise.all(Array.from({ length: 40 }, () => add(address)));
    for (const { id } of devices) done(await store().disconnect(id, 1, change()));

    const takes = await Promise.all(
      devices
        .slice(0, 20)
        .map(({ id }, index) =>
          createSignOutStore(index % 2 ? database.db : other.db).claimOf(
            index % 4 < 2 ? { address: address.id } : { device: id },
            60,
          ),
        ),
    );

    const identities = takes.flat().map(({ identity }) => identity);
    expect(identities.toSorted()).toEqual(devices.map(({ tag }) => `${address.address}/${tag}`).toSorted());
  });

  it('is passed over, without waiting, while somebody else holds its row', async () => {
    const address = await someAddress(database.db);
    const [held, free] = [await revoked(address), await revoked(address)];

    const taken = await database.sql('owner').begin(async (transaction) => {
      await transaction`select from sign_out where device_id = ${held.id} for update`;
      return signOuts().claimOf({ address: address.id }, 60);
    });

    expect(taken.map(({ device }) => device)).toEqual([free.id]);
  });

  it('goes back to whoever comes when its lease runs out, by the clock of the database', async () => {
    const device = await revoked(await someAddress(database.db));
    const { id } = await claimed(device);

    await pass('59 seconds');
    expect(await signOuts().claimOf({ device: device.id }, 60)).toEqual([]);
    await pass('2 seconds');
    expect(await createSignOutStore(other.db).claimOf({ device: device.id }, 60)).toMatchObject([
      { id, attempts: 2 },
    ]);
  });

  it('is due again in 10 s, then twice as long each time, and given up after the sixth', async () => {
    const device = await revoked(await someAddress(database.db));
    const waits: string[] = [];
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      const { id, attempts } = await claimed(device);
      expect(attempts).toBe(attempt);
      await signOuts().failed([id], 'unreachable');
      // A try whose answer was lost says it again.
      await signOuts().failed([id], 'unreachable');
      const [row] = await database.sql('owner')<{ wait: string; error: string }[]>`
        select extract(epoch from due_at - now())::numeric(9, 0)::text as wait, last_error as error
        from sign_out where id = ${id}`;
      waits.push(row?.wait ?? '');
      expect(row?.error).toBe('unreachable');
      expect(await signOuts().stateOf([id])).toEqual(
        new Map([[id, attempt < 6 ? 'ending' : 'needs-attention']]),
      );
      expect(await signOuts().claimOf({ device: device.id }, 60)).toEqual([]);
      await pass('1 hour');
    }

    expect(waits.slice(0, 5)).toEqual(['10', '20', '40', '80', '160']);
    expect(await signOuts().claimOf({ device: device.id }, 60)).toEqual([]);
  });

  it('is tried a sixth time again where its process died, and not for ever less', async () => {
    const device = await revoked(await someAddress(database.db));
    for (const attempt of [1, 2, 3, 4, 5, 6, 6, 6]) {
      expect(await claimed(device)).toMatchObject({ attempts: attempt });
      await pass('1 hour');
    }
  });

  it('is given back untried: due at once, and counted as it was', async () => {
    const device = await revoked(await someAddress(database.db));
    const { id } = await claimed(device);

    await signOuts().release([id]);
    await signOuts().release([id]);

    expect(await claimed(device)).toMatchObject({ id, attempts: 1 });
  });

  it('is done whoever has it, and stays done', async () => {
    const device = await revoked(await someAddress(database.db));
    const { id } = await claimed(device);

    await createSignOutStore(other.db).done([id]);
    await signOuts().done([id]);
    await signOuts().failed([id], 'timeout');
    await signOuts().release([id]);
    await pass('1 hour');

    expect(await signOuts().stateOf([id])).toEqual(new Map([[id, 'done']]));
    expect(await signOuts().claimOf({ device: device.id }, 60)).toEqual([]);
    await expect(
      database.sql('owner')`update sign_out set done_at = null where id = ${id}`,
    ).rejects.toMatchObject({ code: 'PS006' });
  });

  it('is unknown by any other id', async () => {
    // Whatever may come back from somewhere.
    const strangers = ['', '0', '-1', 'x', '1 or 1=1', '99999999999999999999', '900000000000'] as SignOutId[];

    expect(await signOuts().stateOf(strangers)).toEqual(new Map());
    await signOuts().done(strangers);
    await signOuts().failed(strangers, 'timeout');
    await signOuts().release(strangers);
    await signOuts().done([]);
  });
});

describe('what is due', () => {
  it('is taken oldest first, whatever address it is of, at most a thousand', async () => {
    await signOuts().done((await signOuts().claimDue(60)).map(({ id }) => id));
    const address = await someAddress(database.db);
    const device = await revoked(address);
    await database.sql('owner').unsafe(`update sign_out set done_at = now() where done_at is null`);
    await database.sql('owner')`
      insert into sign_out (device_id, address_id, identity, due_at)
      select ${device.id}, ${address.id}, ${`${address.address}/generic`}, now() - interval '1 minute' - n * interval '1 second'
      from generate_series(1, 1200) n`;
    const oldest = await database.sql('owner')<{ id: string }[]>`
      select id::text from sign_out where done_at is null order by due_at limit 1000`;

    const first = await signOuts().claimDue(60);
    expect(new Set(first.map(({ id }) => id))).toEqual(new Set(oldest.map(({ id }) => id)));
    const [second, third] = await Promise.all([
      signOuts().claimDue(60),
      createSignOutStore(other.db).claimDue(60),
    ]);

    expect(new Set([...first, ...second, ...third].map(({ id }) => id)).size).toBe(1200);
    expect(await signOuts().claimDue(60)).toEqual([]);
    await signOuts().failed(
      [...first, ...second].map(({ id }) => id),
      'timeout',
    );
    expect((await signOuts().openOf(address.id)).length).toBe(1000);
  });

  it('is left to the command that caused it while it is young', async () => {
    const address = await someAddress(database.db);
    const device = await revoked(address);

    expect((await signOuts().claimDue(60)).filter((one) => one.addressId === address.id)).toEqual([]);
    await pass('5 seconds');
    expect((await signOuts().claimDue(60)).filter((one) => one.addressId === address.id)).toMatchObject([
      { device: device.id },
    ]);
  });

  it('stays as it is where nobody takes it, for years', async () => {
    const address = await someAddress(database.db);
    const device = await revoked(address);
    await pass('5 years');

    expect(await signOuts().needingAttention()).toEqual([]);
    expect(await signOuts().openOf(address.id)).toEqual([]);
    expect(await claimed(device)).toMatchObject({ attempts: 1 });
  });
});
