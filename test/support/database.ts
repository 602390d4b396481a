import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { afterAll, beforeAll, inject, vi } from 'vitest';
import { connect, openDatabase } from '../../db/client.ts';
import type { Database, DatabaseTarget, OpenDatabase } from '../../db/client.ts';
import type { DeviceId } from '../../src/core/ports.ts';
import { loginAs } from './database-server.ts';
import type { TestLogin } from './database-server.ts';

export interface TestDatabase {
  /** The bot's pool, as the app has it. */
  readonly db: Database;
  /** Where the pool connects to: for a process, or a pool, of the test's own. */
  readonly bot: DatabaseTarget;
  readonly owner: DatabaseTarget;
  /** For raw SQL, as somebody at psql; closed after the file. */
  sql(login: TestLogin): postgres.Sql;
}

/** A database of this test file's own, migrated and empty. Call it at the top of the file. */
export function testDatabase(options: { readonly changesPerMinute?: number } = {}): TestDatabase {
  const name = `postern_test_${randomUUID().replaceAll('-', '')}`;
  const target = (login: TestLogin) => loginAs(inject('testServer'), login, name);
  const clients = new Map<TestLogin, postgres.Sql>();
  let open: OpenDatabase | undefined;

  beforeAll(async () => {
    const { owner, template } = inject('testServer');
    await administer(owner, `create database ${name} template ${template}`);
    open = openDatabase(target('postern_bot'), { max: 4, changesPerMinute: 1_000_000, ...options });
  }, 60_000);

  afterAll(async () => {
    await open?.close();
    await Promise.all([...clients.values()].map((client) => client.end()));
    await drop(inject('testServer').owner, name);
  }, 60_000);

  return {
    get db() {
      if (!open) throw new Error('The database is open only inside tests and hooks');
      return open.db;
    },
    get bot() {
      return target('postern_bot');
    },
    get owner() {
      return target('owner');
    },
    sql(login) {
      const known = clients.get(login);
      if (known) return known;
      const client = connect(target(login), { max: 2 });
      clients.set(login, client);
      return client;
    },
  };
}

/**
 * Makes a delivery older, as if that much time had passed. Nobody may; for this the trigger stands aside.
 *
 * @param interval such as `3 minutes`
 */
export async function age(database: TestDatabase, device: DeviceId, interval: string): Promise<void> {
  await database.sql('owner').unsafe(`
    alter table delivery disable trigger audit_update;
    update delivery set
      issued_at = issued_at - interval '${interval}',
      delivered_at = delivered_at - interval '${interval}',
      withdrawn_at = withdrawn_at - interval '${interval}',
      lease_until = lease_until - interval '${interval}'
    where device_id = ${device};
    alter table delivery enable trigger audit_update`);
}

/** Nobody but a superuser may end an autovacuum that is at work in it: that one is over in a moment. */
async function drop(owner: DatabaseTarget, name: string): Promise<void> {
  await vi.waitFor(() => administer(owner, `drop database if exists ${name} with (force)`), {
    timeout: 30_000,
    interval: 200,
  });
}

/** Copies of one template wait for each other: PostgreSQL refuses a second one while the first has it open. */
async function administer(owner: DatabaseTarget, statement: string): Promise<void> {
  const client = connect(owner, { max: 1 });
  try {
    await client.unsafe(`select pg_advisory_lock(1, 3)`);
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}
