import { describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { oldHash, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const tables = [
  'address',
  'address_word',
  'device',
  'device_password',
  'device_use',
  'delivery',
  'audit_event',
  'audit_anchor',
  'sign_out',
  'audit_channel',
  'lease',
  'missed_notice',
  'migration',
] as const;
const verbs = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'] as const;
const roles = ['postern_bot', 'postern_sign_in', 'postern_signed_in', 'postern_auditor'] as const;

/** What each role may do with at least one column of a table. Everything that isn't here is refused. */
const allowed: Readonly<Record<(typeof roles)[number], Partial<Record<(typeof tables)[number], string>>>> = {
  postern_bot: {
    address: 'select insert update',
    address_word: 'select',
    device_password: 'select',
    device: 'select insert update',
    device_use: 'select',
    delivery: 'select update',
    audit_event: 'select',
    audit_anchor: 'select',
    sign_out: 'select update',
    audit_channel: 'select insert update',
    lease: 'select insert update',
    missed_notice: 'select insert delete',
    migration: 'select',
  },
  postern_sign_in: {},
  postern_signed_in: {},
  postern_auditor: { audit_event: 'select', audit_anchor: 'select', audit_channel: 'select' },
};

describe.each(roles)('%s', (role) => {
  it.each(tables.flatMap((table) => verbs.map((verb) => [verb, table] as const)))(
    'has the right to %s %s, or not, as it should',
    async (verb, table) => {
      const columnWise = ['select', 'insert', 'update', 'references'].includes(verb);
      const [found] = await database.sql('owner')`
        select ${columnWise ? database.sql('owner')`has_any_column_privilege` : database.sql('owner')`has_table_privilege`}
          (${role}, ${table}, ${verb}) as allowed`;

      expect(found).toEqual({ allowed: (allowed[role][table] ?? '').split(' ').includes(verb) });
    },
  );

  it('may create nothing, and execute only its own functions', async () => {
    const sql = database.sql('owner');
    const functions = await sql<{ name: string }[]>`
      select proname as name from pg_proc
      where pronamespace = 'public'::regnamespace and has_function_privilege(${role}, oid, 'execute')
      order by proname`;
    expect(functions.map(({ name }) => name)).toEqual(
      {
        postern_bot: ['append_audit', 'has_generic_password'],
        postern_sign_in: ['sign_in'],
        postern_signed_in: ['signed_in'],
        postern_auditor: [],
      }[role],
    );
    expect(await sql`select has_schema_privilege(${role}, 'public', 'create') as allowed`).toEqual([
      { allowed: false },
    ]);
  });

  it.each([
    ['make a table', 'create table mine (id int)'],
    ['make a function', 'create function mine() returns int language sql as $$ select 1 $$'],
    ['disable the triggers', 'alter table device disable trigger all'],
    ['pass them by', 'set session_replication_role = replica'],
    ['become the owner', 'set role postern_owner'],
    ['append an event', `select append_event('{}')`],
    [
      'write an event',
      `insert into audit_event (number, entry, previous_hash, hash) values (1, '{}', '', '')`,
    ],
    ['prune', `select prune_audit(now(), 'x', 'x', true, '{}')`],
    ['write an anchor', `insert into audit_anchor values (1, '', now(), 'x', 'x')`],
    ['delete an event', 'delete from audit_event'],
    ['delete a device', 'delete from device'],
    ['truncate', 'truncate device'],
    ['read a hash', 'select password_hash from device'],
    ['read a hash beside what it may see', 'select password_hash from device_password'],
    ['find a hash', `select 1 from device where password_hash like '%'`],
    ['get a hash back', `update device set label = 'x' returning password_hash`],
    ['set a version', 'update device set version = 1'],
    ['backdate a password', 'update delivery set issued_at = now()'],
    ['say who had a password', `update delivery set issued_to = 'x'`],
    ['say whose sessions to end', `update sign_out set identity = 'x'`],
    ['ask for a sign-out', `insert into sign_out (device_id, address_id, identity) values (1, 1, 'x')`],
    ['name an address by another word', `insert into address_word values ('x', 'x')`],
    ['change a password through what it may see', `update device_password set password_hash = 'x'`],
    ['stamp a use', `insert into device_use values (1, now(), '::1', 'imap')`],
  ])('may not %s', async (_name, statement) => {
    // The role of the mail server is read-only by default, which it could change.
    await expect(database.sql(role).unsafe(`set transaction read write; ${statement}`)).rejects.toMatchObject(
      {
        code: expect.stringMatching(/^(42501|42P01)$/),
      },
    );
  });
});

it('lets the mail server ask two questions, each with its login, and the auditor read', async () => {
  const { address } = await someAddress(database.db, oldHash);

  expect(
    await database.sql('postern_sign_in')`select * from sign_in(${address}, 'imap', 'none')`,
  ).toHaveLength(1);
  expect(
    await database.sql('postern_signed_in')`
      select * from signed_in(${`${address}/generic`}, 'imap', '192.0.2.7')`,
  ).toHaveLength(1);
  expect(await database.sql('postern_auditor')`select number from audit_event`).toHaveLength(2);
});

it('runs each function that has the rights of the owner with a path of its own', async () => {
  expect(
    await database.sql('owner')`
      select proname from pg_proc
      where pronamespace = 'public'::regnamespace and not 'search_path=public, pg_temp' = any (coalesce(proconfig, '{}'))`,
  ).toEqual([]);
});
