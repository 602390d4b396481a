import { inspect } from 'node:util';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import { createAuditLog } from '../../db/audit-log.ts';
import { openDatabase } from '../../db/client.ts';
import type { OpenDatabase } from '../../db/client.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import type { AddressId } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { lossyProxy } from '../support/lossy-proxy.ts';
import type { LossyProxy } from '../support/lossy-proxy.ts';
import { change, done, fresh, phone, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
let proxy: LossyProxy;
let behind: OpenDatabase;
beforeEach(async () => {
  proxy = await lossyProxy(database.bot);
  behind = openDatabase(proxy.target, { max: 2, changesPerMinute: 1e6 });
});
afterEach(async () => {
  // Not waited for: with a broken connection it takes its 3 s.
  void behind.close();
  await proxy.close();
});

const all = { match: '', page: 0, pageSize: 50 };
const kinds = async (address: AddressId) =>
  (await createAuditLog(database.db).ofAddress(address, { before: undefined, limit: 50 })).map(
    ({ entry }) => entry.kind,
  );

describe('a change whose answer is lost', () => {
  it('is done once when it is adding, and gives the device', async () => {
    const address = await someAddress(database.db);
    const { tag, hash } = fresh();
    await createDeviceStore(behind.db).list(address.id, all);
    proxy.lose('INSERT', 'close');

    const device = done(
      await createDeviceStore(behind.db).add(address.id, { ...phone, tag, hash }, change()),
    );

    expect(proxy.lost()).toBe(1);
    expect(device.tag).toBe(tag);
    expect(await kinds(address.id)).toEqual(['device.added', 'address.added']);
  });

  it.each(['changePassword', 'edit', 'disconnect', 'disconnectAll'] as const)(
    'is done once: %s',
    async (action) => {
      const address = await someAddress(database.db);
      const devices = createDeviceStore(behind.db);
      const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
      const { digest } = await devices.connected(address.id);
      proxy.lose('UPDATE', 'close');

      const outcome = await {
        changePassword: () => devices.changePassword(device.id, 1, fresh(), change()),
        edit: () => devices.edit(device.id, 1, { ...phone, label: 'x' }, change()),
        disconnect: () => devices.disconnect(device.id, 1, change()),
        disconnectAll: () => devices.disconnectAll(address.id, digest, change()),
      }[action]();

      expect(proxy.lost()).toBe(1);
      expect(outcome.kind).toBe('done');
      expect(await kinds(address.id)).toHaveLength(3);
      expect(await devices.find(device.id)).toMatchObject({ version: 2 });
    },
  );

  it('is done once: adding and removing an address, delivering and withdrawing', async () => {
    const addresses = createAddressStore(behind.db);
    const devices = createDeviceStore(behind.db);
    const { address } = await someAddress(database.db);
    await addresses.find(address);

    proxy.lose('SELECT', 'close');
    const name = `lost.${address}` as typeof address; // Still an address.
    const added = done(await addresses.add(name, undefined, change()));
    expect(await kinds(added.id)).toEqual(['address.added']);

    const click = change();
    const device = done(await devices.add(added.id, { ...phone, ...fresh() }, click));
    proxy.lose('UPDATE', 'close');
    expect(await createDeliveryLog(behind.db).delivered(click.op, device.id)).toBe(true);

    const second = change();
    done(await devices.changePassword(device.id, 1, fresh(), second));
    proxy.lose('UPDATE', 'close');
    await createDeliveryLog(behind.db).withdraw(second.op, device.id);
    expect(await devices.find(device.id)).toMatchObject({ delivery: 'never-received' });

    proxy.lose('SELECT', 'close');
    expect(await addresses.remove(added.id, { disconnectAll: true }, change())).toEqual({
      kind: 'done',
      value: { disconnected: 1 },
    });
    expect(proxy.lost()).toBe(4);
  });

  it('is said to be uncertain where three tries are lost, and was done once', async () => {
    const address = await someAddress(database.db);
    const devices = createDeviceStore(behind.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
    proxy.lose('UPDATE', 'close', 3);

    await expect(devices.edit(device.id, 1, { ...phone, label: 'x' }, change())).rejects.toMatchObject({
      code: 'try-again',
      message: expect.stringContaining('Look at the list'),
    });

    expect(proxy.lost()).toBe(3);
    expect(await createDeviceStore(database.db).find(device.id)).toMatchObject({ version: 2, label: 'x' });
  });

  it('leaves somebody else’s change to them', async () => {
    const address = await someAddress(database.db);
    const click = change();
    const device = done(
      await createDeviceStore(database.db).add(address.id, { ...phone, ...fresh() }, change()),
    );
    done(await createDeviceStore(database.db).edit(device.id, 1, { ...phone, label: 'x' }, click));
    const devices = createDeviceStore(behind.db);
    await devices.find(device.id);
    // The look-up is what is lost: this call changed nothing.
    proxy.lose('SELECT', 'close');

    expect(await devices.edit(device.id, 1, { ...phone, label: 'x' }, click)).toEqual({ kind: 'elsewhere' });
    expect(proxy.lost()).toBe(1);
  });
});

describe('a database that is away', () => {
  const away = {
    code: 'try-again',
    message: "The database can't be reached. Nothing was changed. Try again in a moment.",
  };

  it.each([
    [
      'that refuses',
      () => Promise.resolve({ target: 'postgres://postern_bot@127.0.0.1:1/postern', close: () => {} }),
    ],
    [
      'whose socket is gone',
      () => Promise.resolve({ target: { ...login(), host: '/nowhere' }, close: () => {} }),
    ],
    ['that accepts and says nothing', silentServer],
  ])('%s is named as that within 3 s, to a reader and to a writer', async (_name, prepare) => {
    const { target, close } = await prepare();
    const lost = openDatabase(target, { max: 2 });
    const devices = createDeviceStore(lost.db);
    const begun = performance.now();

    const [read, written] = await Promise.allSettled([
      devices.find(someId),
      devices.disconnect(someId, 1, change()),
    ]);

    expect(read).toMatchObject({ status: 'rejected', reason: away });
    expect(written).toMatchObject({ status: 'rejected', reason: away });
    // 3 s is what a person waits; the rest is for a busy machine.
    expect(performance.now() - begun).toBeLessThan(4500);
    void lost.close();
    close();
  });

  it('and freezes in the middle is named as that to a reader; a writer is told to look', async () => {
    const address = await someAddress(database.db);
    const devices = createDeviceStore(behind.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
    proxy.lose('SELECT', 'freeze');
    await expect(devices.find(device.id)).rejects.toMatchObject(away);
    proxy.lose('UPDATE', 'freeze');
    await expect(devices.disconnect(device.id, 1, change())).rejects.toMatchObject({
      message: expect.stringContaining('Look at the list'),
    });
  });

  it('serves again at once when its connections were ended by an administrator', async () => {
    const address = await someAddress(database.db);
    const devices = createDeviceStore(behind.db);
    await devices.list(address.id, all);
    await database.sql('postern_bot')`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'postern_bot' and pid <> pg_backend_pid()`;

    expect(await devices.list(address.id, all)).toEqual({ devices: [], total: 0, hasGeneric: false });
    expect(await devices.add(address.id, { ...phone, ...fresh() }, change())).toMatchObject({ kind: 'done' });
  });

  it('gives up a statement that waits for a lock, and changes nothing', async () => {
    const address = await someAddress(database.db);
    const devices = createDeviceStore(database.db);
    const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));

    await database.sql('owner').begin(async (sql) => {
      await sql`select from device where id = ${device.id} for update`;
      await expect(devices.disconnect(device.id, 1, change())).rejects.toMatchObject(away);
    });

    expect(await devices.find(device.id)).toEqual(device);
  });
});

describe('a failure', () => {
  it('shows neither a hash nor a parameter, at any depth', async () => {
    const address = await someAddress(database.db);
    const { tag, hash } = fresh();
    const failed = await createDeviceStore(database.db)
      .add(address.id, { ...phone, label: 'CANARY\n', tag, hash }, change())
      .catch((error: unknown) => error);

    expect(failed).toMatchObject({ name: 'DatabaseFailure', code: '23514' });
    const shown = inspect(failed, { depth: 20, showHidden: true });
    expect(shown).not.toContain(hash);
    expect(shown).not.toContain('CANARY');
  });
});

const someId = '1' as Parameters<ReturnType<typeof createDeviceStore>['find']>[0];

function login() {
  const { bot } = database;
  if (typeof bot === 'string') throw new Error('This is for the embedded server, over its Unix socket');
  return bot;
}

async function silentServer() {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;
  return { target: `postgres://postern_bot@127.0.0.1:${port}/postern`, close: () => server.close() };
}
