import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { connect, openDatabase } from '../../db/client.ts';
import type { Database, DatabaseTarget, OpenDatabase } from '../../db/client.ts';
import { loginAs, type TestLogin, type TestServer } from './database-server.ts';

export interface TestDatabase {
  /** The bot's pool, as the app has it. */
  readonly db: Database;
  /** Where the pool connects to: for a process, or a pool, of the test's own. */
  readonly bot: DatabaseTarget;
  readonly owner: DatabaseTarget;
  /** For raw SQL, as somebody at psql; closed with the database. */
  sql(login: TestLogin): postgres.Sql;
}

export interface OwnDatabase extends TestDatabase {
  /** Until then there is only its name. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface OwnDatabaseOptions {
  readonly changesPerMinute?: number;
}

/** A database of one's own, migrated and empty. */
export function ownDatabase(server: () => TestServer, options: OwnDatabaseOptions = {}): OwnDatabase {
  const name = `postern_test_${randomUUID().replaceAll('-', '')}`;
  const target = (login: TestLogin) => loginAs(server(), login, name);
  const clients = new Map<TestLogin, postgres.Sql>();
  let pool: OpenDatabase | undefined;

  return {
    async open() {
      const { owner, template } = server();
      await administer(owner, `create database ${name} template ${template}`);
      pool = openDatabase(target('postern_bot'), { max: 4, changesPerMinute: 1_000_000, ...options });
    },
    async close() {
      await pool?.close();
      await Promise.all([...clients.values()].map((client) => client.end()));
      await dropDatabase(server().owner, name);
    },
    get db() {
      if (!pool) throw new Error('The database is open only inside tests and hooks');
      return pool.db;
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

/** Nobody but a superuser may end an autovacuum that is at work in it: that one is over in a moment. */
export async function dropDatabase(owner: DatabaseTarget, name: string): Promise<void> {
  const end = performance.now() + 30_000;
  for (;;) {
    try {
      return await administer(owner, `drop database if exists ${name} with (force)`);
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(200);
    }
  }
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
