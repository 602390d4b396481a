import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import type { DatabaseTarget } from '../../db/client.ts';
import { databaseChecks, reachCheck } from '../../src/doctor/database.ts';
import { imapLookup, type Lookup } from '../../src/doctor/imap.ts';
import { signInCheck } from '../../src/doctor/sign-ins.ts';
import { urlOf } from '../support/app.ts';
import { selfSigned } from '../support/certificate.ts';
import { testDatabase } from '../support/database.ts';
import { ran } from './findings.ts';
import { startImapDouble } from './imap-double.ts';

const database = testDatabase();

/** PostgreSQL’s answer to it: an ErrorResponse with its length, severity, SQLSTATE and message. */
const fields = 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "postern_bot"\0\0';
const wrongPassword = Buffer.concat([
  Buffer.from('E\0\0\0'),
  Buffer.of(fields.length + 4),
  Buffer.from(fields),
]);

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

  it.each<[string, (now: URL) => void, RegExp]>([
    [
      'nobody of that name',
      (url) => (url.username = 'nobody'),
      /^wrong database: .*refuses the login \(28000\)/,
    ],
    [
      'no such database',
      (url) => (url.pathname = '/nowhere'),
      /^wrong database: .*refuses the login \(3D000\)/,
    ],
    [
      'another login than the bot’s',
      (url) => (url.username = 'postern_auditor'),
      /^wrong database login: .*not as postern_auditor/,
    ],
  ])('says that there is %s', async (_name, change, line) => {
    const url = new URL(urlOf(database.bot));
    change(url);

    expect(await lookedAt(url.href)).toContainEqual(expect.stringMatching(line));
  });

  it('says that the password of the login is wrong', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.end(wrongPassword)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    // It listens on TCP.
    const { port } = server.address() as AddressInfo;
    const [line] = await lookedAt(`postgres://postern_bot:hunter2@127.0.0.1:${port}/postern`);

    expect(line).toContain('wrong database: PostgreSQL refuses the login (28P01). Put DATABASE_URL right');
    expect(line).not.toContain('hunter2');
  });

  it('says which roles can’t sign in', async () => {
    // Roles are those of the whole run: others sign in meanwhile. One connection, so one transaction.
    const { db, close } = openDatabase(database.owner, { max: 1 });
    try {
      await db.execute(sql`begin`);
      await db.execute(sql`alter role postern_sign_in nologin`);
      const found = await ran(databaseChecks(db, Date.now));
      await db.execute(sql`rollback`);

      expect(found).toContainEqual(
        expect.stringMatching(/^wrong roles: postern_sign_in can’t sign in: .*postern migrate.* LOGIN\.$/),
      );
    } finally {
      await close();
    }
  });

  it('says that it can’t be reached', async () => {
    const [line] = await lookedAt('postgres://postern_bot@127.0.0.1:9/postern');

    expect(line).toContain('wrong database: Can’t be reached (ECONNREFUSED).');
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
  const look = (lookup?: Lookup) => ran([signInCheck(database.db, lookup)]);

  it.each([
    [
      'was refused, by whom else',
      'a NO [AUTHENTICATIONFAILED] No.',
      /asked another database, or another passdb/,
    ],
    ['had another answer', 'a NO [UNAVAILABLE] Later.', /The line of IMAP_SERVER says what to do first/],
  ])('says after a sign-in that %s', async (_name, answer, sentence) => {
    const certificate = selfSigned();
    onTestFinished(certificate.remove);
    const { port, stop } = await startImapDouble({ says: ['* OK ready', answer] }, certificate);
    onTestFinished(stop);
    const [line] = await look(imapLookup({ host: 'localhost', port, encryption: 'TLS' }));

    expect(line).toMatch(/^warning sign-ins: Nobody is signed in to the database as postern_sign_in\./);
    expect(line).toMatch(sentence);
  });

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
