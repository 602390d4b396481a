import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chown, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  asRoot,
  type Installation,
  install,
  ordinaryUser,
  processesOn,
  serverOf,
  uninstall,
} from './embedded/installation.ts';
import { launch, start, type Started } from './embedded/start.ts';

const legs = asRoot
  ? ([
      ['root', undefined],
      ['an ordinary user', ordinaryUser()],
    ] as const)
  : ([['an ordinary user', undefined]] as const);

describe.each(legs)('a PostgreSQL of our own, as %s', { timeout: 60_000 }, (_name, user) => {
  let installation: Installation;
  const running: Started[] = [];

  beforeAll(async () => {
    installation = await install(user);
  }, 60_000);
  afterAll(() => uninstall(installation));
  afterEach(async () => {
    for (const one of running.splice(0)) one.process.kill('SIGKILL');
  });

  async function begin(): Promise<Started> {
    const started = await start(installation);
    running.push(started);
    return started;
  }

  /** Nothing may be left: no process, no folder of a socket. */
  async function expectNothingLeft(socketFolder: string): Promise<void> {
    expect(existsSync(socketFolder)).toBe(false);
    const mine = (await readdir(dirname(socketFolder))).filter((found) =>
      found.startsWith(socketFolder.slice(dirname(socketFolder).length + 1, -7)),
    );
    expect(mine).toEqual([]);
    expect(await processesOn(installation.data)).toEqual([]);
    expect((await readdir(dirname(installation.data))).filter((found) => /unfinished/.test(found))).toEqual(
      [],
    );
  }

  it('begins over when it was killed while it made the data folder', async () => {
    const first = launch(installation);
    const parent = dirname(installation.data);
    const failed = first.answer.catch(() => undefined);
    await expect
      // Into the middle of it: the folder has something in it, and hasn't got its name.
      .poll(() => readdir(parent, { recursive: true }).catch(() => []), { interval: 5, timeout: 30_000 })
      .toContainEqual(expect.stringMatching(/^unfinished-.*PG_VERSION$/));
    first.process.kill('SIGKILL');
    await failed;
    expect(existsSync(installation.data)).toBe(false);

    const second = await begin();
    expect(second.joined).toBe(false);
    expect(await second.ask('owner', 'select 1 as one')).toEqual([{ one: 1 }]);
    await second.stop();
    await expectNothingLeft(second.socketFolder);
  });

  it('gives an owner that can make roles and databases, and a bot that can do nothing by itself', async () => {
    const { ask, stop } = await begin();

    const roles = await ask(
      'owner',
      `select rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin from pg_roles where rolname like 'postern%' order by 1`,
    );
    expect(roles).toEqual([
      {
        rolname: 'postern_bot',
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolcanlogin: true,
      },
      {
        rolname: 'postern_keeper',
        rolsuper: false,
        rolcreatedb: false,
        rolcreaterole: false,
        rolcanlogin: true,
      },
      {
        rolname: 'postern_owner',
        rolsuper: false,
        rolcreatedb: true,
        rolcreaterole: true,
        rolcanlogin: true,
      },
    ]);
    expect(
      await ask(
        'owner',
        'select datname, pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()',
      ),
    ).toEqual([{ datname: 'postern', owner: 'postern_owner' }]);
    await ask('owner', 'create role reader; create table shelf (book text); grant select on shelf to reader');
    await ask('owner', 'grant reader to postern_bot; alter role postern_bot set statement_timeout = 5000');
    expect(await ask('bot', 'select current_user, count(*)::int as books from shelf group by 1')).toEqual([]);
    await expect(ask('bot', 'create table own (a int)')).rejects.toThrow(
      'permission denied for schema public',
    );
    await expect(ask('bot', `insert into shelf values ('a')`)).rejects.toThrow('permission denied for table');
    await expect(ask('bot', 'create role other')).rejects.toThrow('permission denied to create role');
    await ask('owner', 'drop table shelf; drop role reader');
    await stop();
  });

  it('is durable, listens to no network, and logs no parameters', async () => {
    const { ask, stop } = await begin();
    const settings = {
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
      data_checksums: 'on',
      listen_addresses: '',
      server_encoding: 'UTF8',
      log_statement: 'none',
      log_parameter_max_length: '0',
      log_parameter_max_length_on_error: '0',
      TimeZone: 'UTC',
    };
    const list = Object.keys(settings).map((setting) => `'${setting}'`);
    const rows = await ask('owner', `select name, setting from pg_settings where name in (${list.join()})`);
    expect(Object.fromEntries(rows.map((row) => [row['name'], row['setting']]))).toEqual(settings);
    await stop();
  });

  it('knows capitals beyond ASCII', async () => {
    const { ask, stop } = await begin();
    expect(await ask('owner', `select 'BÜRO Ж' ilike 'büro ж' as same`)).toEqual([{ same: true }]);
    await stop();
  });

  it('keeps its data and its socket to itself, the data over a restart', async () => {
    const first = await begin();
    await first.ask('owner', `create table kept as select 'here' as word`);
    expect(statSync(first.socketFolder).mode & 0o777).toBe(0o700);
    expect(statSync(installation.data).mode & 0o777).toBe(0o700);
    expect(first.socketFolder.length).toBeLessThan(90);
    await first.stop();
    await expectNothingLeft(first.socketFolder);

    const second = await begin();
    expect(second.joined).toBe(false);
    expect(await second.ask('owner', 'select word from kept')).toEqual([{ word: 'here' }]);
    await second.stop();
    await expectNothingLeft(second.socketFolder);
  });

  it('writes neither a statement nor a row into its log', async () => {
    const { ask, stop } = await begin();
    await ask('owner', 'create table strict (word text primary key, n int check (n < 3))');
    await expect(ask('owner', `insert into strict values ('canary', 7)`)).rejects.toThrow('violates check');
    await expect(ask('owner', `select canary from nowhere`)).rejects.toThrow('does not exist');
    await ask('owner', 'drop table strict');
    await stop();
    const folder = join(installation.data, 'log');
    const log = (await readdir(folder)).map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    expect(log).toContain('violates check constraint');
    expect(log).not.toContain('canary');
  });

  it('lets two processes that start at once share one server, which goes with the last of them', async () => {
    const both = await Promise.all([begin(), begin()]);
    expect(both.filter(({ joined }) => joined)).toHaveLength(1);
    const [one, other] = both;
    expect(one.socketFolder).toBe(other.socketFolder);
    const [starter, joiner] = one.joined ? [other, one] : [one, other];
    await starter.stop();
    expect(await joiner.ask('bot', 'select 1 as one')).toEqual([{ one: 1 }]);
    await joiner.stop();
    await expectNothingLeft(joiner.socketFolder);
  });

  it('leaves the server to the process that started it when one that joined goes', async () => {
    const starter = await begin();
    const joiner = await begin();
    expect(joiner.joined).toBe(true);
    await joiner.stop();
    expect(await starter.ask('bot', 'select 1 as one')).toEqual([{ one: 1 }]);
    await starter.stop();
    await expectNothingLeft(starter.socketFolder);
  });

  it('takes over the server of a process that was killed', async () => {
    const first = await begin();
    const server = await serverOf(installation.data);
    await first.kill();
    const second = await begin();
    expect(second.joined).toBe(true);
    expect(await serverOf(installation.data)).toBe(server);
    await second.stop();
    await expectNothingLeft(second.socketFolder);
  });

  it('takes the data back when the server was killed, and the process with it', async () => {
    const first = await begin();
    await first.ask('owner', `create table survived as select 'yes' as word`);
    process.kill(await serverOf(installation.data), 'SIGKILL');
    await first.kill();
    const second = await begin();
    expect(second.joined).toBe(false);
    expect(await second.ask('owner', 'select word from survived')).toEqual([{ word: 'yes' }]);
    await second.stop();
    expect(existsSync(first.socketFolder)).toBe(false);
    await expectNothingLeft(second.socketFolder);
  });

  it('stops in peace when the server was killed before', async () => {
    const { socketFolder, stop } = await begin();
    process.kill(await serverOf(installation.data), 'SIGKILL');
    await stop();
    const next = await begin();
    await next.stop();
    await expectNothingLeft(socketFolder);
  });

  it('is still there for this process after PostgreSQL cut all connections', async () => {
    const first = await begin();
    const [cut] = await first.ask(
      'superuser',
      `select pid, pg_terminate_backend(pid) from pg_stat_activity where usename = 'postern_keeper'`,
    );
    // Not the one that was cut, which may take its time to end.
    const present = `select 1 as one from pg_locks where locktype = 'advisory' and pid <> ${Number(cut?.['pid'])}`;
    await expect
      .poll(() => first.ask('superuser', present), {
        timeout: 10_000,
      })
      .toEqual([{ one: 1 }]);
    const second = await begin();
    await second.stop();
    expect(await first.ask('bot', 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.stop();
    await expectNothingLeft(first.socketFolder);
  });

  it('starts although the number of a killed server now belongs to another process', async () => {
    const first = await begin();
    await first.stop();
    const owner = statSync(installation.data);
    const stranger = spawn('sleep', ['60'], { uid: owner.uid, gid: owner.gid });
    try {
      const file = join(installation.data, 'postmaster.pid');
      await writeFile(
        file,
        `${stranger.pid}\n${installation.data}\n1700000000\n5432\n${first.socketFolder}\n\n0 0\nready\n`,
      );
      await chown(file, owner.uid, owner.gid);
      const second = await begin();
      expect(second.joined).toBe(false);
      expect(await second.ask('bot', 'select 1 as one')).toEqual([{ one: 1 }]);
      await second.stop();
      await expectNothingLeft(second.socketFolder);
    } finally {
      stranger.kill();
    }
  });

  it('goes on after a Ctrl-C that was meant for the process', async () => {
    const first = await begin();
    const ended = new Promise((resolve) => first.process.on('exit', resolve));
    // The whole group, as a terminal does.
    process.kill(-(first.process.pid ?? 0), 'SIGINT');
    await ended;
    const second = await begin();
    expect(second.joined).toBe(true);
    await second.stop();
    await expectNothingLeft(second.socketFolder);
  });
});
