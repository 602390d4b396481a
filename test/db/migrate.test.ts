import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkLogin, checkMigrations } from '../../db/check.ts';
import { connect, openDatabase } from '../../db/client.ts';
import type { DatabaseTarget } from '../../db/client.ts';
import { migrate, migrations } from '../../db/migrate.ts';
import { loginAs } from '../support/database-server.ts';
import type { TestLogin } from '../support/database-server.ts';
import { testDatabase } from '../support/database.ts';

const migrated = testDatabase();
const empty = `postern_empty_${randomUUID().replaceAll('-', '')}`;
const inEmpty = (login: TestLogin) => loginAs(inject('testServer'), login, empty);

async function administer(statement: string): Promise<void> {
  const client = connect(inject('testServer').owner, { max: 1 });
  await client.unsafe(statement);
  await client.end();
}
beforeAll(() => administer(`create database ${empty}`));
afterAll(() => administer(`drop database ${empty} with (force)`));

async function checked(
  target: DatabaseTarget,
  check: typeof checkLogin | typeof checkMigrations,
): Promise<string | undefined> {
  const { db, close } = openDatabase(target, { max: 1 });
  try {
    await check(db);
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'DatabaseSetupError') return error.message;
    throw error;
  } finally {
    await close();
  }
}

describe('migrations', () => {
  it('are named as missing, with the setting that applies them', async () => {
    expect(await checked(inEmpty('postern_bot'), checkMigrations)).toBe(
      `The database lacks ${migrations().length} of ${migrations().length} migrations. Set DATABASE_OWNER_URL to the login that owns it: then they are applied at the start.`,
    );
  });

  it('are applied once by four processes at once, and then not again', async () => {
    const script = fileURLToPath(new URL('../support/migrate-process.ts', import.meta.url));
    const processes = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(inEmpty('owner'))], {
        stdio: ['ignore', 'inherit', 'inherit'],
      }),
    );
    expect(await Promise.all(processes.map(async (child) => (await once(child, 'exit'))[0]))).toEqual([
      0, 0, 0, 0,
    ]);
    await migrate(inEmpty('owner'));

    const client = connect(inEmpty('owner'), { max: 1 });
    const applied = await client`select number::float8 as number, hash from migration order by number`;
    await client.end();
    expect([...applied]).toEqual(migrations().map(({ folderMillis: number, hash }) => ({ number, hash })));
    expect(await checked(inEmpty('postern_bot'), checkMigrations)).toBeUndefined();
  }, 60_000);
});

describe('the login of the bot', () => {
  it('may be postern_bot', async () => {
    expect(await checked(migrated.bot, checkLogin)).toBeUndefined();
  });

  it('may not be one that may create roles', async () => {
    expect(await checked(migrated.owner, checkLogin)).toMatch(/may create roles or databases/);
  });

  it('may not be another', async () => {
    const { target, drop } = await someLogin(migrated.owner);
    expect(await checked(target, checkLogin)).toMatch(
      /must sign in as postern_bot, and not as postern_other/,
    );
    await drop();
  });

  it('may not be one that owns a table', async () => {
    const { target, name, drop } = await someLogin(migrated.owner);
    const sql = migrated.sql('owner');
    await sql.unsafe(`
      create table owned (id int);
      grant create, usage on schema public to ${name};
      grant ${name} to current_user;
      alter table owned owner to ${name}`);
    expect(await checked(target, checkLogin)).toMatch(/owns a table/);
    await sql.unsafe(`drop table owned; revoke all on schema public from ${name}`);
    await drop();
  });
});

/** One without rights. Over the Unix socket, anybody may sign in as anybody. */
async function someLogin(owner: DatabaseTarget) {
  const name = `postern_other_${randomUUID().slice(0, 8)}`;
  const sql = migrated.sql('owner');
  await sql.unsafe(`create role ${name} login`);
  const target = typeof owner === 'string' ? renamed(owner, name) : { ...owner, username: name };
  return { name, target, drop: () => sql.unsafe(`drop role ${name}`) };
}

function renamed(url: string, name: string): string {
  const other = new URL(url);
  other.username = name;
  return other.href;
}
