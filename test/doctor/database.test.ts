import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import type { DatabaseTarget } from '../../db/client.ts';
import { databaseChecks, reachCheck } from '../../src/doctor/database.ts';
import { signInCheck } from '../../src/doctor/sign-ins.ts';
import { testDatabase } from '../support/database.ts';
import { ran } from './findings.ts';

const database = testDatabase();

async function lookedAt(target: DatabaseTarget, now: () => number = Date.now): Promise<readonly string[]> {
  const { db, close } = openDatabase(target);
  try {
    return await ran([reachCheck(db), ...databaseChecks(db, now)]);
  } finally {
    await close();
  }
}

describe('a look at the database', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await lookedAt(database.bot)).toEqual([
      expect.stringMatching(/^ok database: PostgreSQL \d+\.\d+ answers\.$/),
      'ok database login: Signs in as postern_bot, which owns nothing.',
      'ok migrations: All are applied.',
      'ok roles: postern_sign_in, postern_signed_in, postern_auditor can sign in.',
      'ok clock: The same as the database’s.',
    ]);
  });

  it('says that it can’t be reached', async () => {
    const [line] = await lookedAt('postgres://postern_bot@127.0.0.1:9/postern');

    expect(line).toContain('wrong database: Can’t be reached (ECONNREFUSED).');
  });

  it('says that there is no such database', async () => {
    const { bot } = database;
    const elsewhere =
      typeof bot === 'string' ? bot.replace(/[^/]+$/, 'nowhere') : { ...bot, database: 'nowhere' };
    const [line] = await lookedAt(elsewhere);

    expect(line).toContain('wrong database: PostgreSQL refuses the login (3D000).');
  });

  it('says that the login is too mighty', async () => {
    const found = await lookedAt(database.owner);

    expect(found.find((line) => line.includes('database login'))).toMatch(/^wrong .*is a superuser/);
  });

  it('says that migrations are missing', async () => {
    const owner = database.sql('owner');
    const [last] =
      await owner`delete from migration where number = (select max(number) from migration) returning *`;
    const found = await lookedAt(database.bot);
    await owner`insert into migration ${owner({ ...last })}`;

    expect(found.find((line) => line.includes('migrations:'))).toMatch(/^wrong .*lacks 1 of \d+ migrations/);
  });

  it.each([
    ['warning', 10_000, 'The database’s clock is 10.0 s behind this machine’s. Let NTP set both.'],
    ['wrong', -120_000, 'The database’s clock is 120.0 s ahead of this machine’s.'],
  ])('gives a %s where the clocks differ by %i ms', async (state, off, sentence) => {
    const found = await lookedAt(database.bot, () => Date.now() + off);
    const clock = found.find((line) => line.includes('clock:'));
    // A busy machine takes time between the two clocks.
    expect(clock?.replace(/\d+\.\d s/, `${(Math.abs(off) / 1000).toFixed(1)} s`)).toContain(
      `${state} clock: ${sentence}`,
    );
  });
});

describe('a look at sign-ins', () => {
  const look = () => ran([signInCheck(database.db, undefined)]);

  it('says whether the mail server asks', async () => {
    expect(await look()).toEqual([
      expect.stringMatching(
        /^warning sign-ins: Nobody is signed in .* No sign-in was kept yet\. .*Set IMAP_SERVER/,
      ),
    ]);

    await database.sql('postern_sign_in')`select 1`;
    expect(await look()).toEqual(['ok sign-ins: The mail server has 1 connection. No sign-in was kept yet.']);
  });

  it.each([
    ['sign_in', 'postern_sign_in', 'every sign-in fails'],
    ['signed_in', 'postern_signed_in', 'no last use is kept'],
  ])('says that %s() may not be run, and how to give that back', async (called, role, sentence) => {
    const owner = database.sql('owner');
    await owner.unsafe(`revoke execute on function ${called} from ${role}`);
    const [line] = await look();

    expect(line).toContain(`wrong sign-ins: ${role} may not run ${called}(): ${sentence}`);
    const [, statement = ''] = /(GRANT .*)$/.exec(line ?? '') ?? [];
    await owner.unsafe(statement);
    expect((await look())[0]).toMatch(/^(ok|warning) sign-ins: /);
  });
});
