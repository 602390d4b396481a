import { mkdir, rename, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Place } from './place.ts';

export interface AccessFiles {
  readonly hba: string;
  readonly ident: string;
}

/**
 * Says who may connect: the user we run as, under any role, and nobody else.
 *
 * Peer, not trust: it costs nothing, since the kernel answers, and it holds where the mode of the folder doesn't: the user
 * that root becomes (`nobody`, say) may have other processes, and those can reach the socket but aren't root. Not scram:
 * its password would lie in a file that the same user reads.
 *
 * As root these files lie outside of the data folder, so that other processes of that user can't change them.
 */
export async function writeAccessFiles(place: Place): Promise<AccessFiles> {
  const folder = join(place.folder, 'postgres-access');
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const hba = join(folder, 'pg_hba.conf');
  const ident = join(folder, 'pg_ident.conf');
  await replace(hba, 'local all all peer map=postern\n');
  await replace(ident, `postern "${place.userName.replaceAll('"', '""')}" all\n`);
  return { hba, ident };
}

/** Never half written: another process may be starting with it. */
async function replace(path: string, content: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, content, { mode: 0o644 });
  await rename(unfinished, path);
}
