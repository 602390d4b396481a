import { createHash } from 'node:crypto';
import { chown, lstat, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EmbeddedDatabaseError, errorCode } from './error.ts';
import type { Place } from './place.ts';

/**
 * Makes the folder of the socket: a new one each start, so nobody can have prepared it, of mode 0700 from the beginning.
 * Not in the data folder: the path of a Unix socket ends after some 100 bytes, and a checkout can lie deeper.
 */
export async function makeSocketFolder(place: Place): Promise<string> {
  try {
    const folder = await mkdtemp(join(place.socketBase, prefixOf(place)));
    if (place.runAs) await chown(folder, place.runAs.uid, place.runAs.gid);
    return folder;
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `No folder can be made in ${place.socketBase} (${errorCode(error)}).`,
      error,
    );
  }
}

function prefixOf({ data }: Place): string {
  return `postern-${createHash('sha256').update(data).digest('hex').slice(0, 8)}-`;
}

export async function removeSocketFolder(place: Place, folder: string): Promise<void> {
  // The name comes from a file: remove only what looks like ours.
  if (basename(folder).startsWith(prefixOf(place))) await rm(folder, { recursive: true, force: true });
}

/**
 * Removes the folders that killed processes left behind. Only for the one whose PostgreSQL runs: then no other folder
 * of this data can be in use.
 */
export async function sweepSocketFolders(place: Place, inUse: string): Promise<void> {
  const names = (await readdir(place.socketBase)).filter((name) => name.startsWith(prefixOf(place)));
  const owners = new Set([process.geteuid?.(), place.runAs?.uid]);
  for (const path of names.map((name) => join(place.socketBase, name)).filter((found) => found !== inUse)) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() && owners.has(found.uid)) await rm(path, { recursive: true, force: true });
  }
}
