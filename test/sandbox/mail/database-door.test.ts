import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../db/client.ts';
import { type DatabaseDoor, openDatabaseDoor } from '../../../src/sandbox/mail/database-door.ts';
import { testDatabase } from '../../support/database.ts';

const database = testDatabase();
let folder = '';
let door: DatabaseDoor | undefined;

function login() {
  if (typeof database.bot === 'string') throw new Error('The database of the tests is reached by a socket');
  return database.bot;
}

beforeAll(async () => {
  if (process.env['TEST_DATABASE_URL']) return;
  folder = await mkdtemp(join(tmpdir(), 'postern-door-'));
  const { host, port } = login();
  door = await openDatabaseDoor({
    path: join(folder, '.s.PGSQL.5432'),
    server: join(host, `.s.PGSQL.${port}`),
    owner: undefined,
  });
});
afterAll(async () => {
  await door?.stop();
  if (folder) await rm(folder, { recursive: true });
});

function signInAs(username: string) {
  return connect({ ...login(), host: folder, port: 5432, username }, { max: 1 });
}

/** The first message of a client, with these words in it. */
function greeting(...words: readonly string[]): Buffer {
  const body = Buffer.from(`\0\x03\0\0${words.map((word) => `${word}\0`).join('')}\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

async function knock(...pieces: readonly Buffer[]): Promise<string> {
  const socket: Socket = connectSocket(join(folder, '.s.PGSQL.5432'));
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  let said = '';
  socket.on('data', (data) => {
    said += data.toString('latin1');
    // Whatever PostgreSQL itself says starts with a letter for its kind.
    if (/[RE]\0/.test(said)) socket.destroy();
  });
  for (const piece of pieces) socket.write(piece);
  await closed;
  return said;
}

// It leads to a Unix socket.
describe.skipIf(process.env['TEST_DATABASE_URL'])('the door to the database', () => {
  it('is for its owner alone', async () => {
    expect((await stat(join(folder, '.s.PGSQL.5432'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['postern_sign_in', `select * from sign_in('nobody@example.com', 'imap', 'none')`],
    ['postern_signed_in', `select * from signed_in('nobody@example.com/abcd', 'imap', '127.0.0.1')`],
  ])('lets %s ask its function', async (username, question) => {
    const sql = signInAs(username);
    expect(await sql.unsafe(question)).toHaveLength(0);
    await sql.end();
  });

  it.each(['postern_bot', 'postern_owner', 'postern_auditor', 'postgres', 'postern_sign_in2', ''])(
    'lets nobody in as “%s”',
    async (username) => {
      const { database: name } = login();
      expect(await knock(greeting('user', username, 'database', name))).toBe('');
    },
  );

  it.each<[string, readonly Buffer[]]>([
    ['names two', [greeting('user', 'postern_sign_in', 'user', 'postern_owner')]],
    ['names one where a value stands', [greeting('options', 'user', 'postern_sign_in', 'user')]],
    ['names none', [greeting('database', 'postern')]],
    ['is in capitals', [greeting('user', 'POSTERN_SIGN_IN')]],
    ['is not a greeting', [Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
    ['asks to cancel', [Buffer.from([0, 0, 0, 16, 4, 210, 22, 46, 0, 0, 0, 1, 0, 0, 0, 1])]],
    ['is empty', [Buffer.from([0, 0, 0, 0, 0, 0, 0, 0])]],
    ['is long', [Buffer.from([0, 1, 0, 0, 0, 3, 0, 0])]],
  ])('closes on a greeting that %s', async (_name, pieces) => {
    expect(await knock(...pieces)).toBe('');
  });

  it('says no to encryption, and goes on', async () => {
    const tls = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
    const gssapi = Buffer.from([0, 0, 0, 8, 4, 210, 22, 48]);
    const { database: name } = login();
    const hello = greeting('user', 'postern_sign_in', 'database', name);

    expect(await knock(tls, gssapi, hello.subarray(0, 6), hello.subarray(6))).toMatch(/^NNR\0/);
  });
});
