import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type OpenDatabase, openDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { migrate } from '../../db/migrate.ts';
import type { OwnDevice } from '../../src/core/ports.ts';
import { addAddress, changeBy, done } from '../support/devices.ts';
import { type Cluster, findPostgresql, startCluster, startReplica } from './cluster.ts';

const found = findPostgresql();
const about = found ? '' : ': there is no PostgreSQL with its server (Debian: postgresql-15)';

describe.skipIf(!found)(`a replica that Dovecot asks${about}`, () => {
  let primary: Cluster;
  let replica: Cluster;
  let bot: OpenDatabase;
  let devices: readonly OwnDevice[];

  beforeAll(async () => {
    if (!found) return;
    primary = await startCluster(found.bin);
    await query(primary, 'postgres', 'create role postern_owner login createrole', 'postgres');
    await query(primary, 'postgres', 'create database postern owner postern_owner', 'postgres');
    await migrate(primary.login('postern_owner', 'postern'));
    bot = openDatabase(primary.login('postern_bot', 'postern'));
    ({ devices } = await addAddress(bot.db, 'alice@example.com', { devices: ['Phone', 'Tablet'] }));
    replica = await startReplica(found.bin, primary);
  }, 120_000);

  afterAll(async () => {
    await bot?.close();
    await replica?.stop();
    await primary?.stop();
  }, 60_000);

  async function query(cluster: Cluster, username: string, statement: string, name = 'postern') {
    const client = connect(cluster.login(username, name), { max: 1 });
    try {
      return await client.unsafe(statement);
    } finally {
      await client.end();
    }
  }

  const isKnown = async (cluster: Cluster, tag: string | null) => {
    const [row] = await query(
      cluster,
      'postern_sign_in',
      `select password from sign_in('alice@example.com', 'imap', '${tag}')`,
    );
    return String(row?.['password']).startsWith('{BLF-CRYPT}');
  };
  const secondLook = (cluster: Cluster, tag: string | null) =>
    query(
      cluster,
      'postern_signed_in',
      `select nopassword from signed_in('alice@example.com/${tag}', 'imap', '192.0.2.7')`,
    );

  it('answers both questions, and does without the last use, which it can’t write', async () => {
    const [phone] = devices;
    expect(await isKnown(replica, phone?.tag ?? null)).toBe(true);
    expect(await secondLook(replica, phone?.tag ?? null)).toEqual([{ nopassword: 'y' }]);
    expect(await query(primary, 'postern_owner', 'select * from device_use')).toEqual([]);
  });

  it('refuses what was disconnected, once it has heard of it; the primary does at once', async () => {
    const [, tablet] = devices;
    if (!tablet) throw new Error('There are fewer devices than were added');
    done(await createDeviceStore(bot.db).disconnect(tablet.id, 1, changeBy()));

    expect(await secondLook(primary, tablet.tag)).toEqual([]);
    await expect.poll(() => isKnown(replica, tablet.tag), { timeout: 15_000 }).toBe(false);
    expect(await secondLook(replica, tablet.tag)).toEqual([]);
  });
});
