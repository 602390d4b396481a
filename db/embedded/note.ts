import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import type { Place } from './place.ts';
import { readPostmasterFile } from './postmaster-file.ts';

/**
 * Writes into the home where root's database is, on the first line.
 *
 * A home without the note is a new one at the path of an old one, such as a fresh clone: it begins with an empty database,
 * and the old one is kept aside. A note that names another folder came from elsewhere with its home: that one's database
 * is still there, and nobody should begin with an empty one without knowing.
 */
export async function keepNote(place: Place, onProgress: (sentence: string) => void): Promise<void> {
  if (!place.runAs) return;
  const note = join(place.home, 'where-the-database-is.txt');
  const [named] = (await readFile(note, 'utf8').catch(() => '')).split('\n');
  if (named === place.folder) return;
  if (named) {
    throw new EmbeddedDatabaseError(
      `${place.home} was moved or copied here, and its database is still in ${named}. ` +
        `Move that folder to ${place.folder} to go on with it, or remove ${note} to begin with an empty one.`,
    );
  }
  if (existsSync(place.data) && !(await readPostmasterFile(place.data)).running)
    await setAside(place, onProgress);
  // wx: root follows no link that somebody else made.
  await writeFile(note, `${place.folder}\n\n${explanation}`, { flag: 'wx' });
}

const explanation = `That folder holds the database: PostgreSQL refuses to run as root, and the user it runs as can't reach this one.
Without this note, the next start keeps that database aside and begins with an empty one.
`;

async function setAside({ data }: Place, onProgress: (sentence: string) => void): Promise<void> {
  const aside = `${data}-before-${new Date().toISOString().replaceAll(':', '')}`;
  await rename(data, aside);
  onProgress(`The database of an earlier installation at this place is kept in ${aside}.`);
}
