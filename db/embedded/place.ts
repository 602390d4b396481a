import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, mkdir, realpath, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedDatabaseError, errorCode } from './error.ts';

const execute = promisify(execFile);

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Where a PostgreSQL of our own lives, and as whom it runs. */
export interface Place {
  /** POSTERN_HOME, as a real path. */
  readonly home: string;
  /** What holds the data folder, and where needed a copy of the binaries. Only we can write to it. */
  readonly folder: string;
  readonly data: string;
  /** Whom root becomes, since PostgreSQL refuses to run as root; undefined: nobody else. */
  readonly runAs: RunAs | undefined;
  /** The names of the users of this machine that may connect. */
  readonly userName: string;
  readonly socketBase: string;
}

const stateFolder = '/var/lib/postern';

export async function choosePlace(homeSetting: string): Promise<Place> {
  const home = await makeHome(homeSetting);
  if (process.geteuid?.() === 0) return placeForRoot(home);
  return {
    home,
    folder: home,
    data: join(home, 'postgres'),
    runAs: undefined,
    userName: ownName(),
    socketBase: await chooseSocketBase(),
  };
}

/**
 * Root's PostgreSQL runs as another user, who can't reach a checkout under a home of mode 0700: binaries and data
 * go where that user can.
 */
async function placeForRoot(home: string): Promise<Place> {
  const own = await lstat(join(home, 'postgres')).catch(() => undefined);
  if (own && own.uid !== 0) {
    throw new EmbeddedDatabaseError(
      `${join(home, 'postgres')} is the database of the user with the number ${own.uid}: start Postern as that user, not as root.`,
    );
  }
  const folder = rootFolder(home);
  const data = join(folder, 'postgres');
  const owner = await lstat(data).catch(() => undefined);
  const runAs = owner ? { uid: owner.uid, gid: owner.gid } : await chooseUnprivilegedUser();
  return { home, folder, data, runAs, userName: ownName(), socketBase: folder };
}

/** Makes the folder of a place where it isn't in the home, which is there already. */
export async function makeFolder({ folder }: Place): Promise<void> {
  try {
    // Others may pass through, and see nothing.
    await mkdir(folder, { recursive: true, mode: 0o711 });
  } catch (error) {
    throw new EmbeddedDatabaseError(`The folder ${folder} can't be made (${errorCode(error)}).`, error);
  }
}

/** Derived from where the home is, so that two checkouts have two databases. */
export function rootFolder(realHome: string): string {
  return join(stateFolder, createHash('sha256').update(realHome).digest('hex').slice(0, 16));
}

async function makeHome(home: string): Promise<string> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await access(home, constants.W_OK | constants.X_OK);
    return await realpath(home);
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `The folder ${home} can't be written to (${errorCode(error)}): set POSTERN_HOME to one that can.`,
      error,
    );
  }
}

/** A user without a name (a container run with a bare number) gets none from PostgreSQL either: initdb refuses it. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `PostgreSQL can't run as the user with the number ${process.geteuid?.()}, who has no name on this machine.`,
      error,
    );
  }
}

async function chooseUnprivilegedUser(): Promise<RunAs> {
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([execute('id', ['-u', name]), execute('id', ['-g', name])]).catch(
      () => undefined,
    );
    if (!ids) continue;
    // >>> 0: `nobody` is -2 on macOS.
    const [uid, gid] = ids.map(({ stdout }) => Number(stdout) >>> 0);
    if (uid && gid) return { uid, gid };
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor `nobody` to run it as.',
  );
}

/** The longest path of a Unix socket is 103 bytes on macOS; ours adds `/postern-12345678-abcdef/.s.PGSQL.5432`. */
const longestSocketBase = 103 - 39;

/** Not XDG_RUNTIME_DIR: that goes away when the user signs out, and with it the socket of a server that stays. */
async function chooseSocketBase(): Promise<string> {
  for (const base of [tmpdir(), '/tmp']) {
    // No comma, colon or blank: the driver and PostgreSQL each read those as more than one folder.
    if (base.length > longestSocketBase || !/^\/[\w./+-]*$/.test(base)) continue;
    if (await isSafe(base)) return base;
  }
  throw new EmbeddedDatabaseError('There is no safe folder for temporary files: set TMPDIR to one.');
}

/** Whether nobody but us and root can rename what we make in it: else they could put a socket of theirs in its place. */
async function isSafe(base: string): Promise<boolean> {
  const found = await stat(base).catch(() => undefined);
  if (!found?.isDirectory() || (found.uid !== 0 && found.uid !== process.geteuid?.())) return false;
  const othersMayWrite = (found.mode & 0o022) !== 0;
  const sticky = (found.mode & 0o1000) !== 0;
  if (othersMayWrite && !sticky) return false;
  return canWrite(base);
}

async function canWrite(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
}
