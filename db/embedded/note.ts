import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './place.ts';
import { readPostmasterFile } from './postmaster-file.ts';

/**
 * Writes into the home where root's database is.
 *
 * A home without the note is a new one at the path of an old one, such as a fresh clone: it begins with an empty database.
 * The old one is moved aside, never removed.
 */
export async function writeNote(place: Place, onProgress: (sentence: string) => void): Promise<void> {
  if (!place.runAs) return;
  const note = join(place.home, 'where-the-database-is.txt');
  if (existsSync(note)) return;
  if (existsSync(place.data) && !(await readPostmasterFile(place.data)).running) {
    const aside = `${place.data}-before-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(place.data, aside);
    onProgress(`The database of an earlier installation at this place is kept in ${aside}.`);
  }
  await writeFile(
    note,
    `The database is in ${place.folder}, since PostgreSQL refuses to run as root and its user can't reach this folder.\n` +
      'Without this note the next start keeps that database aside and begins with an empty one.\n',
  );
}
