import { describe, expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import type { Address } from '../../src/core/ports.ts';
import type { SignOutId } from '../../src/core/sessions.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, oldHash, phone, someAddress } from '../support/mailboxes.ts';
import { signOutSteps } from './sign-out-steps.ts';

const database = testDatabase();
const { store, signOuts, add, revoked, claimed, giveUp } = signOutSteps(database);

const eventsOf = async (address: Address) =>
  (await createAuditLog(database.db).ofAddress(address.id, { before: undefined, limit: 50 })).filter(
    ({ entry }) => entry.kind.startsWith('sign-out.'),
  );

describe('a sign-out that was given up', () => {
  it('asks for attention, and is audited once', async () => {
    const address = await someAddress(database.db);
    const device = await revoked(address, 'Tablet');
    const id = await giveUp(device);
    await signOuts().failed([id], 'timeout');

    expect(await signOuts().openOf(address.id)).toMatchObject([
      { id, state: 'needs-attention', attempts: 6 },
    ]);
    expect(await signOuts().needingAttention()).toEqual([
      {
        id,
        device: device.id,
        addressId: address.id,
        address: address.address,
        label: 'Tablet',
        identity: `${address.address}/${device.tag}`,
        attempts: 6,
      },
    ]);
    expect((await eventsOf(address)).map(({ entry }) => entry)).toEqual([
      {
        kind: 'sign-out.failed',
        by: 'postern',
        op: expect.any(String),
        addressId: address.id,
        address: address.address,
        count: 1,
        devices: [
          { id: device.id, label: 'Tablet', kind: 'phone', tag: device.tag, protocols: ['imap', 'smtp'] },
        ],
        problem: 'timeout',
        attempts: 6,
      },
    ]);
    await signOuts().done([id]);
    expect(await signOuts().needingAttention()).toEqual([]);
  });

  it('is audited again when it ends after all, and once', async () => {
    const address = await someAddress(database.db);
    const id = await giveUp(await revoked(address));

    await signOuts().done([id]);
    await signOuts().done([id]);

    expect((await eventsOf(address)).map(({ entry }) => entry)).toMatchObject([
      { kind: 'sign-out.ended-late', by: 'postern', count: 1, problem: 'timeout', attempts: 6 },
      { kind: 'sign-out.failed' },
    ]);
    expect(await signOuts().openOf(address.id)).toEqual([]);
  });

  it('is one event for all of an address, with the tags of the old passwords', async () => {
    const addresses = [await someAddress(database.db, oldHash), await someAddress(database.db)];
    const ids: SignOutId[] = [];
    for (const address of addresses) {
      const device = await add(address);
      done(await store().changePassword(device.id, 1, fresh(), change()));
      const deleted = await add(address, 'Gone');
      await database.sql('owner')`delete from device where id = ${deleted.id}`;
      await database.sql('owner')`
        insert into sign_out (device_id, address_id, identity) values
        (${device.id}, ${address.id}, ${`${address.address}/generic`})`;
      const jobs = await signOuts().claimOf({ address: address.id }, 60);
      await database.sql('owner')`update sign_out set attempts = 6 where address_id = ${address.id}`;
      ids.push(...jobs.map(({ id }) => id));

      expect(await eventsOf(address)).toEqual([]);
    }

    await signOuts().failed(ids, 'still-open');

    for (const address of addresses) {
      const events = await eventsOf(address);
      expect(events.map(({ entry }) => entry)).toMatchObject([
        {
          kind: 'sign-out.failed',
          count: 3,
          problem: 'still-open',
          devices: [
            { label: phone.label, kind: 'phone', tag: expect.stringMatching(/^[a-z2-9]{4}$/) },
            { label: 'Deleted device', kind: 'other', protocols: [] },
            { kind: 'generic', tag: null },
          ],
        },
      ]);
    }
    await signOuts().done(ids);
  });

  it('is not audited where it is done in time', async () => {
    const address = await someAddress(database.db);
    const { id } = await claimed(await revoked(address));
    await signOuts().failed([id], 'timeout');
    await signOuts().done([id]);

    expect(await eventsOf(address)).toEqual([]);
  });

  it('is audited with the login of whoever says so by hand', async () => {
    const address = await someAddress(database.db);
    const device = await revoked(address);

    await database.sql('owner')`update sign_out set given_up_at = now() where device_id = ${device.id}`;
    await database.sql('owner')`update sign_out set done_at = now() where device_id = ${device.id}`;

    expect((await eventsOf(address)).map(({ entry: { kind, by } }) => [kind, by])).toEqual([
      ['sign-out.ended-late', expect.stringMatching(/^database:./)],
      ['sign-out.failed', expect.stringMatching(/^database:./)],
    ]);
  });
});
