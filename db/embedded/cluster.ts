import { existsSync } from 'node:fs';
import { chown, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './error.ts';
import type { Place } from './place.ts';
import { runTool } from './run-tool.ts';
import { ignoreIfThere, makeTemporaryFolder } from './temporary.ts';

/** PostgreSQL's own name for the one who may do everything. Nothing of ours signs in as it. */
const superuser = 'postgres';

/**
 * The owner may create roles and databases, which migrations and tests do. It creates the bot's login itself, so that it
 * may also change it. The keeper only shows who is there: see presence.ts.
 */
const logins = `
CREATE ROLE postern_owner LOGIN NOSUPERUSER CREATEDB CREATEROLE;
CREATE ROLE postern_keeper LOGIN NOSUPERUSER;
SET ROLE postern_owner;
CREATE ROLE postern_bot LOGIN NOSUPERUSER;
RESET ROLE;
CREATE DATABASE postern OWNER postern_owner;
`;

/** Makes sure that there is a data folder, whole and of a version that the binaries read. */
export async function prepareCluster(
  place: Place,
  { bin, majorVersion }: Binaries,
  onProgress: (sentence: string) => void,
): Promise<void> {
  if (!existsSync(place.data)) {
    onProgress(`Making a database in ${place.data}.`);
    await makeCluster(place, bin);
  }
  const version = (await readFile(join(place.data, 'PG_VERSION'), 'utf8').catch(() => '')).trim();
  if (version === majorVersion) return;
  throw new EmbeddedDatabaseError(
    version === ''
      ? `${place.data} is not the data of a PostgreSQL: move it away.`
      : `The data in ${place.data} is of PostgreSQL ${version}, and this is PostgreSQL ${majorVersion}: bring it over with pg_upgrade, or move it away to begin anew.`,
  );
}

/** The folder gets its name last: what is there under that name is whole, whenever we are killed. */
async function makeCluster(place: Place, bin: string): Promise<void> {
  const unfinished = await makeTemporaryFolder(place.folder);
  const { runAs } = place;
  const data = join(unfinished, 'postgres');
  try {
    if (runAs) await chown(unfinished, runAs.uid, runAs.gid);
    await runTool(
      join(bin, 'initdb'),
      [
        `--pgdata=${data}`,
        `--username=${superuser}`,
        '--auth=peer',
        '--data-checksums',
        // Sorts by code point and knows capitals of all scripts, the same on every machine.
        '--encoding=UTF8',
        '--no-locale',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        // Written out once, below, not after each step.
        '--no-sync',
        '--no-instructions',
      ],
      { runAs },
    );
    // -F: no fsync, for this run only.
    await runTool(
      join(bin, 'postgres'),
      ['--single', '-F', '-D', data, '-c', 'log_min_messages=warning', superuser],
      {
        runAs,
        input: logins,
      },
    );
    await runTool(join(bin, 'initdb'), ['--sync-only', '--pgdata', data], { runAs });
    await rename(data, place.data).catch(ignoreIfThere);
    await syncFolder(place.folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Without this a power cut could take back the rename. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  await folder.sync();
  await folder.close();
}
