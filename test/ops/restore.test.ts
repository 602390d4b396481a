import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compareSync, hashSync } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkLogin, checkMigrations } from '../../db/check.ts';
import { connect, openDatabase } from '../../db/client.ts';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { migrate } from '../../db/migrate.ts';
import { generatePassword, type PasswordHash } from '../../src/core/password.ts';
import type { DeviceId } from '../../src/core/ports.ts';
import { addAddress, changeBy, done } from '../support/devices.ts';
import { type Cluster, findPostgresql, startCluster } from './cluster.ts';
import { commandsBelow } from './pages.ts';

const run = promisify(execFile);

const found = findPostgresql();
const about = found
  ? `PostgreSQL ${found.version}`
  : 'a PostgreSQL with its server: there is none (Debian: postgresql-15)';

const address = 'alice@example.com';

describe.skipIf(!found)(`a restored backup, on ${about},`, () => {
  let old: Cluster;
  let fresh: Cluster;
  let folder: string;
  /** Of the one device whose password somebody has. */
  let password: string;
  /** It was disconnected. */
  let revoked: string;
  let eventsBefore: readonly unknown[];

  const query = async (cluster: Cluster, username: string, statement: string, name = 'postern') => {
    const client = connect(cluster.login(username, name), { max: 1 });
    try {
      return await client.unsafe(statement);
    } finally {
      await client.end();
    }
  };
  const events = (cluster: Cluster) =>
    query(
      cluster,
      'postern_auditor',
      'select number::text, entry, hash from audit_event e order by e.number',
    );
  const askedBy = async (cluster: Cluster, given: string) => {
    const [row] = await query(
      cluster,
      'postern_sign_in',
      `select identity, password from sign_in('${address}', 'imap', '${given.slice(0, 4)}')`,
    );
    const hash = String(row?.['password']).replace('{BLF-CRYPT}', '');
    return hash.startsWith('$2') && compareSync(given, hash) ? String(row?.['identity']) : 'refused';
  };

  beforeAll(async () => {
    if (!found) return;
    folder = await mkdtemp(join(tmpdir(), 'postern-restore-'));
    [old, fresh] = await Promise.all([startCluster(found.bin), startCluster(found.bin)]);
    await query(old, 'postgres', 'create role postern_owner login createrole', 'postgres');
    await query(old, 'postgres', 'create database postern owner postern_owner', 'postgres');
    await migrate(old.login('postern_owner', 'postern'));
    await fill();
    eventsBefore = await events(old);
    await runPage(old, 'Back up');
    await runPage(fresh, 'Restore');
  }, 120_000);

  afterAll(async () => {
    await Promise.all([old?.stop(), fresh?.stop()]);
    if (folder) await rm(folder, { recursive: true });
  }, 60_000);

  /** As the page says, by whoever may do everything there. */
  async function runPage(cluster: Cluster, heading: string): Promise<void> {
    await run('sh', ['-e', '-c', commandsBelow('docs/operations.md', heading)], {
      cwd: folder,
      env: { PATH: `${found?.bin}:/usr/bin:/bin`, PGHOST: cluster.host, PGUSER: 'postgres' },
    });
  }

  async function fill(): Promise<void> {
    const { db, close } = openDatabase(old.login('postern_bot', 'postern'), { changesPerMinute: 1000 });
    const store = createDeviceStore(db);
    const labels = Array.from({ length: 12 }, (_, index) => `Telefon für Zürich ${index} 📱`);
    const { devices } = await addAddress(db, address, { devices: labels, generic: true });
    const [kept, lost] = devices;
    if (!kept || !lost) throw new Error('There are fewer devices than were added');
    password = await changedPassword(kept.id);
    revoked = await changedPassword(lost.id);
    done(await store.disconnect(lost.id, 2, changeBy()));
    await close();

    async function changedPassword(device: DeviceId) {
      const { tag, password: secret } = generatePassword();
      const hash = `{BLF-CRYPT}${hashSync(secret.reveal(), 4)}` as PasswordHash; // As the hasher writes it.
      const change = changeBy();
      done(await store.changePassword(device, 1, { tag, hash }, change));
      await createDeliveryLog(db).delivered(change.op, device);
      return secret.reveal();
    }
  }

  it('has every event, and a chain that an auditor recomputes', async () => {
    const restored = await events(fresh);
    expect(restored).toEqual(eventsBefore);
    expect(restored.length).toBeGreaterThan(15);

    let previous = Buffer.alloc(32);
    for (const { entry, hash } of restored) {
      // The driver gives bytes as a Buffer.
      previous = createHash('sha256').update(previous).update(String(entry)).digest();
      expect(previous.equals(hash as Buffer)).toBe(true);
    }
  });

  it('lets the device sign in that could, and nobody else', async () => {
    expect(await askedBy(old, password)).toBe(`${address}/${password.slice(0, 4)}`);
    expect(await askedBy(fresh, password)).toBe(`${address}/${password.slice(0, 4)}`);
    expect(await askedBy(fresh, revoked)).toBe('refused');
    expect(
      await query(
        fresh,
        'postern_signed_in',
        `select nopassword from signed_in('${address}/${password.slice(0, 4)}', 'imap', '192.0.2.7')`,
      ),
    ).toEqual([{ nopassword: 'y' }]);
  });

  it('is what Postern starts on, and goes on with the next number', async () => {
    await migrate(fresh.login('postern_owner', 'postern'));
    const { db, close } = openDatabase(fresh.login('postern_bot', 'postern'));
    await checkMigrations(db);
    await checkLogin(db);
    await addAddress(db, 'bob@example.com');
    await close();

    const after = await events(fresh);
    expect(after).toHaveLength(eventsBefore.length + 1);
    expect(after.at(-1)?.['number']).toBe(String(eventsBefore.length + 1));
  });

  it('refuses what it refused before: the schema is the same, to the last grant', async () => {
    const schemaOf = async (cluster: Cluster) => {
      const { stdout } = await run(
        join(found?.bin ?? '', 'pg_dump'),
        [`--host=${cluster.host}`, '--username=postgres', '--schema-only', '--create', 'postern'],
        { maxBuffer: 16 * 1024 * 1024 },
      );
      // Newer versions write a key of their own into each dump; `between` comes back with other parentheses.
      return stdout.replaceAll(/^\\(un)?restrict .*$|[()]/gm, '');
    };
    expect(await schemaOf(fresh)).toBe(await schemaOf(old));
    await expect(query(fresh, 'postern_bot', 'delete from audit_event')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(
      query(fresh, 'postern_owner', `update audit_event set entry = '{}' where number = 1`),
    ).rejects.toMatchObject({ code: 'PS006' });
  });
});
