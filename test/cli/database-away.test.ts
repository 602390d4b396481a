import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { page } from '../ops/pages.ts';
import { urlOf } from '../support/app.ts';
import { type Bundle, bundled } from '../support/bundle.ts';
import { testDatabase } from '../support/database.ts';
import { mayEverything, postern, someFolder } from './postern.ts';

const database = testDatabase();
const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

let program: Bundle;

// Each is a process: seconds, where the machine is busy.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  program = await bundled(source);
});
afterAll(() => program.remove());

const slack = { SLACK_BOT_TOKEN: 'xoxb-none', SLACK_APP_TOKEN: 'xapp-none', HTTP_PORT: '0' };

/** Nobody listens at port 9. */
const away = { ...slack, DATABASE_URL: 'postgres://postern_bot@127.0.0.1:9/none' };

const commands = [
  ['address', 'list'],
  ['address', 'list', '--json'],
  ['address', 'import', 'users.csv', '--yes'],
  ['devices', 'whoami'],
  ['devices', 'a@example.com', '--json'],
  ['audit', 'verify'],
  ['audit', 'export'],
  ['audit', 'prune', '--before', '2020-01-01', '--reason', 'old', '--yes'],
  ['serve'],
];

/** Each is a process: at once, they take as long as one or two. */
async function ranAll(typed: readonly (readonly string[])[], env: Readonly<Record<string, string>>) {
  const folder = await someFolder();
  await writeFile(join(folder, 'policy.yaml'), mayEverything());
  await writeFile(
    join(folder, 'users.csv'),
    'address,hash\na@example.com,{SHA512-CRYPT}$6$abcdefgh$abcdefgh\n',
  );
  return Promise.all(
    typed.map(async (words) => ({
      words,
      ...(await postern(words, { folder, env, program: program.file })),
    })),
  );
}

const allEnding = (typed: readonly (readonly string[])[], code: number, sentence: string) =>
  typed.map((words) => ({ words, code, out: '', err: `${sentence}\n` }));

describe('Where the database is away, every command, serve too, ends with 75 and a sentence', () => {
  it('about the login of the bot', async () => {
    expect(await ranAll(commands, away)).toEqual(
      allEnding(commands, 75, "The database can't be reached. Nothing was changed. Try again in a moment."),
    );
  });

  it('about the login of the owner, which a start asks first', async () => {
    const env = { ...away, DATABASE_OWNER_URL: 'postgres://postern_owner@127.0.0.1:9/none' };
    const typed = [['audit', 'export'], ['migrate'], ['serve']];

    expect(await ranAll(typed, env)).toEqual(
      allEnding(
        typed,
        75,
        'The database of DATABASE_OWNER_URL can’t be reached (ECONNREFUSED). No migration is half applied. Try again in a moment: it goes on with the first that is missing.',
      ),
    );
  });

  it('and the service is started again after any end', () => {
    const unit = page('ops/postern.service');

    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(unit).not.toMatch(/^RestartPreventExitStatus=/m);
  });
});

describe('Where the server refuses the login, every command ends with 1 and what to look at', () => {
  it('of a user that there is not', async () => {
    const env = { ...slack, DATABASE_URL: urlOf(database.bot).replace('postern_bot', 'nobody_at_all') };

    expect(await ranAll(commands, env)).toEqual(
      allEnding(
        commands,
        1,
        'The database refuses the login of DATABASE_URL: look at its user name, and at pg_hba.conf of the server.',
      ),
    );
  });

  it('to a database that there is not', async () => {
    const env = { ...slack, DATABASE_URL: urlOf(database.bot).replace(/\/postern_test_\w+/, '/none_such') };

    expect(await ranAll(commands, env)).toEqual(
      allEnding(commands, 1, 'The server of DATABASE_URL has no such database: look at its name.'),
    );
  });

  it('with another password', async () => {
    const env = { ...slack, DATABASE_URL: await refusingServer('28P01') };
    const typed = [['address', 'list'], ['audit', 'verify'], ['serve']];

    expect(await ranAll(typed, env)).toEqual(
      allEnding(typed, 1, 'The database refuses the login of DATABASE_URL: look at its password.'),
    );
  });

  it('of the owner, and names that setting', async () => {
    const owner = urlOf(database.bot).replace('postern_bot', 'nobody_at_all');
    const env = { ...slack, DATABASE_URL: urlOf(database.bot), DATABASE_OWNER_URL: owner };
    const typed = [['address', 'list'], ['migrate'], ['serve']];

    expect(await ranAll(typed, env)).toEqual(
      allEnding(
        typed,
        1,
        'The database refuses the login of DATABASE_OWNER_URL: look at its user name, and at pg_hba.conf of the server.',
      ),
    );
  });
});

/** Answers the first message of whoever connects with an ErrorResponse of PostgreSQL's protocol. @returns its URL */
async function refusingServer(sqlState: string): Promise<string> {
  const fields = `SFATAL\0VFATAL\0C${sqlState}\0Mpassword authentication failed\0\0`;
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + fields.length);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  // What `listen` with a port gives is never a name of a pipe.
  const { port } = server.address() as AddressInfo;
  return `postgres://postern_bot:wrong@127.0.0.1:${port}/postern`;
}
