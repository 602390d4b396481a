import { afterEach, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, phone, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const opened: OpenDatabase[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});

/** As a process that was there before, or one that starts now. */
function pool() {
  const one = openDatabase(database.bot, { max: 2, changesPerMinute: 1e6 });
  opened.push(one);
  return createDeviceStore(one.db);
}

async function administer(statement: string): Promise<void> {
  const owner = database.sql('owner');
  const [row] = await owner`select current_database() as name`;
  await owner.unsafe(`alter database ${String(row?.['name'])} ${statement}`);
}

const nothing = { code: 'try-again', message: expect.stringContaining('Nothing was changed') };

describe.each([
  ['that can only be read', 'set default_transaction_read_only = on', 'reset default_transaction_read_only'],
  ['that has no connection left', 'connection limit 0', 'connection limit -1'],
] as const)('a database %s', (_name, begin, end) => {
  it('is named as one to try again, changes nothing, and serves at once when it is mended', async () => {
    const address = await someAddress(database.db);
    const device = done(
      await createDeviceStore(database.db).add(address.id, { ...phone, ...fresh() }, change()),
    );
    await administer(begin);
    const devices = pool();
    try {
      await expect(devices.disconnect(device.id, 1, change())).rejects.toMatchObject(nothing);
      await expect(devices.changePassword(device.id, 1, fresh(), change())).rejects.toMatchObject(nothing);
      await expect(devices.add(address.id, { ...phone, ...fresh() }, change())).rejects.toMatchObject(
        nothing,
      );
      const read = devices.find(device.id);
      if (begin.includes('read_only')) expect(await read).toEqual(device);
      else await expect(read).rejects.toMatchObject(nothing);
    } finally {
      await administer(end);
    }

    // A new process; one that has a connection of that time keeps what it was told of it.
    const mended = pool();
    expect(await mended.find(device.id)).toEqual(device);
    expect(await mended.disconnect(device.id, 1, change())).toMatchObject({ kind: 'done' });
    if (begin.includes('limit'))
      expect(await devices.add(address.id, { ...phone, ...fresh() }, change())).toMatchObject({
        kind: 'done',
      });
  });
});
