import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error.ts';
import { isRunning } from './processes.ts';

const prefix = 'unfinished-';
/** Longer than any start takes; for the case that the number of the process that made it is in use again. */
const staleAfterMilliseconds = 600_000;

/** A folder for what gets its name only when it is whole. Whoever starts later removes it if we are killed. */
export function makeTemporaryFolder(folder: string): Promise<string> {
  return mkdtemp(join(folder, `${prefix}${process.pid}-`));
}

/** Removes what killed processes left half made. */
export async function sweepTemporaryFolders(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  await Promise.all(
    names.map((name) => sweep(join(folder, name), Number.parseInt(name.slice(prefix.length), 10))),
  );
}

async function sweep(path: string, pid: number): Promise<void> {
  const made = (await stat(path).catch(() => undefined))?.mtimeMs;
  if (made === undefined) return;
  if ((await isRunning(pid)) && Date.now() - made < staleAfterMilliseconds) return;
  // An initdb that outlived its starter may be writing to it still: again, 0.75 s at most; the next sweep gets the rest.
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }).catch(() => undefined);
}

/** For a rename that another process made first. */
export function ignoreIfThere(error: unknown): void {
  const code = errorCode(error);
  if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
}
