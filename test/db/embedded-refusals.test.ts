import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Installation, install, ordinaryUser, uninstall } from './embedded/installation.ts';
import { start } from './embedded/start.ts';

describe('a PostgreSQL of our own that can not start', { timeout: 60_000 }, () => {
  let installation: Installation;

  beforeAll(async () => {
    installation = await install(ordinaryUser());
    await (await start(installation)).stop();
  }, 60_000);
  afterAll(() => uninstall(installation));

  it('says which version the data are of when it is another one', async () => {
    const file = join(installation.data, 'PG_VERSION');
    const version = await readFile(file, 'utf8');
    await writeFile(file, '16\n');
    await expect(start(installation)).rejects.toThrow(
      /EmbeddedDatabaseError: The data in .*postgres is of PostgreSQL 16, and this is PostgreSQL 17: .*DATABASE_URL/,
    );
    await writeFile(file, version);
  });

  it('leaves a folder alone that is not a data folder', async () => {
    await rename(installation.data, `${installation.data}-away`);
    await mkdir(installation.data);
    await chmod(installation.data, 0o755);
    await expect(start(installation)).rejects.toThrow(
      /is not the data of a PostgreSQL: move it away.*DATABASE_URL/,
    );
    await rm(installation.data, { recursive: true });
    await rename(`${installation.data}-away`, installation.data);
  });

  it('tells what PostgreSQL complains about when it does not start', async () => {
    const file = join(installation.data, 'global', 'pg_control');
    await rename(file, `${file}-away`);
    await expect(start(installation)).rejects.toThrow(
      /PostgreSQL didn't start on .*: could not find the database system.*DATABASE_URL/,
    );
    await rename(`${file}-away`, file);
    await (await start(installation)).stop();
  });
});
