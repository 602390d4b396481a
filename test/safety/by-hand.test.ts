import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseTarget } from '../../db/client.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';

const run = promisify(execFile);
const database = testDatabase();

beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone', 'Tablet', 'Desk'], generic: true });
  await addAddress(database.db, 'bob@example.com', { devices: ['Phone'] });
});

function hasPsql(): boolean {
  try {
    execFileSync('psql', ['--version']);
    return true;
  } catch {
    return false;
  }
}

const isMissing = !hasPsql();

if (isMissing) {
  it('needs psql, which CI has', ({ skip }) => {
    if (process.env['CI']) throw new Error('psql is not installed: apt-get install postgresql-client');
    skip('psql is not installed');
  });
}

function psqlArguments(target: DatabaseTarget): readonly string[] {
  if (typeof target === 'string') return [target];
  const { host, port, username } = target;
  return ['-h', host, '-p', String(port), '-U', username, '-d', target.database];
}

/** What psql prints, or its complaint. */
async function psql(target: DatabaseTarget, statement: string): Promise<string> {
  const more = ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=terse', '-c', statement];
  try {
    return (await run('psql', [...psqlArguments(target), ...more])).stdout.trim();
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
  }
}

async function last() {
  const [row] = await database.sql('owner')`
    select number::int, kind, actor, entry::json ->> 'count' as count, entry::json ->> 'address' as address,
      (select json_agg(one ->> 'label') from json_array_elements(entry::json -> 'devices') one) as labels
    from audit_event order by number desc limit 1`;
  return row ?? {};
}
const owner = async () => {
  const [row] = await database.sql('owner')`select session_user::text as name`;
  return `database:${String(row?.['name'])}`;
};

describe.skipIf(isMissing)('somebody at psql, as the owner of the database,', () => {
  it.each([
    [
      'renames a device',
      `update device set label = 'Phone of Alice' where label = 'Phone' and address_id = 1`,
      'device.edited',
      '1',
    ],
    [
      'changes a device and says that Dana did',
      `update device set label = 'Desk 2', changed_by = 'slack:T0SANDBOX/U0DANA', op = 'x' where label = 'Desk'`,
      'device.edited',
      '1',
    ],
    [
      'disconnects a device',
      `update device set disconnected_at = now() where label = 'Tablet'`,
      'device.disconnected',
      '1',
    ],
    [
      'sets a hash',
      `update device set password_hash = '{BLF-CRYPT}$2b$05$${'a'.repeat(53)}' where label = 'Desk 2'`,
      'device.changed',
      '1',
    ],
    ['deletes a device', `delete from device where label = 'Desk 2'`, 'device.deleted', '1'],
    [
      'deletes all of an address in one statement',
      `delete from device where address_id = 1`,
      'device.deleted',
      '3',
    ],
  ])('%s: audited as the login, in that statement', async (_what, statement, kind, count) => {
    const before = Number((await last())['number']);
    expect(await psql(database.owner, statement)).toMatch(/^(UPDATE|DELETE) [1-9]/);

    expect(await last()).toMatchObject({
      number: before + 1,
      kind,
      count,
      address: 'alice@example.com',
      actor: await owner(),
    });
  });

  it('changes nothing unaudited by a statement that is rolled back', async () => {
    const before = await last();
    await psql(database.owner, `begin; update device set label = 'x'; rollback`);

    expect(await last()).toEqual(before);
    expect(await psql(database.owner, `select count(*) from device where label = 'x'`)).toBe('0');
  });

  it.each([
    ['empties the devices', 'truncate device cascade'],
    ['empties the audit log', 'truncate audit_event'],
    ['rewrites the audit log', `update audit_event set entry = '{}'`],
    ['deletes from the audit log', 'delete from audit_event'],
    ['deletes an address', 'delete from address'],
    ['deletes a delivery, which frees a tag', 'delete from delivery'],
    [
      'adds an event that never was',
      `insert into audit_event (number, entry, previous_hash, hash) values (99, '{}', '', '')`,
    ],
  ])('%s: refused', async (_what, statement) => {
    const before = await last();
    expect(await psql(database.owner, statement)).toMatch(/^ERROR/m);

    expect(await last()).toEqual(before);
  });
});

describe.skipIf(isMissing)('somebody at psql, with the login of the bot,', () => {
  it.each([
    'delete from device',
    'truncate device',
    'select password_hash from device',
    'select * from device',
    'update audit_event set entry = entry',
    'delete from audit_event',
    `insert into audit_event (number, entry, previous_hash, hash) values (99, '{}', '', '')`,
    'delete from address',
    `update address set address = 'eve@example.com'`,
    'delete from delivery',
    'update delivery set issued_at = now()',
    `insert into delivery (address_id, op, device_id, tag, added, issued_to) values (1, 'x', 1, 'abcd', false, 'x')`,
    'alter table device disable trigger all',
    'drop trigger audit_update on device',
    `set session_replication_role = 'replica'`,
    'create table mine (id int)',
    'set role postgres',
    `select append_event('{}')`,
    `select append_audit('{"kind":"device.added","by":"slack:T0/U0","op":"x"}')`,
    `select append_audit('{"kind":"refused","op":"x"}')`,
    `select * from sign_in('alice@example.com', 'imap', 'abcd')`,
    `update device set label = 'x', changed_by = 'database:postgres', op = 'y'`,
    `update device set label = 'x'`,
    `copy device to program 'true'`,
  ])('may not: %s', async (statement) => {
    const before = await last();
    expect(await psql(database.bot, statement)).toMatch(/ERROR|FATAL/);

    expect(await last()).toEqual(before);
  });
});
