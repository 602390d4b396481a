import { chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dovecotConf, type DovecotSettings, siteConf } from './dovecot-settings.ts';
import type { DovecotUser } from './dovecot-user.ts';

const prefix = 'postern-mail-';

/**
 * Makes the folder of a Dovecot: of mode 0700, and named after our process.
 *
 * @param base with a short path: that of a Unix socket ends after some 100 bytes
 */
export async function makeDovecotFolder(base: string, { uid, gid }: DovecotUser): Promise<string> {
  await sweep(base);
  const folder = await mkdtemp(join(base, `${prefix}${process.pid}-`));
  await chown(folder, uid, gid);
  return folder;
}

/** Removes what killed processes left: their Dovecots have ended with them. */
async function sweep(base: string): Promise<void> {
  for (const name of await readdir(base)) {
    const [, pid] = name.startsWith(prefix) ? (/-(\d+)-\w+$/.exec(name) ?? []) : [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    // Somebody else's, in a folder for temporary files: stays.
    await rm(join(base, name), { recursive: true, force: true }).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/**
 * Copies the shipped files, and writes the two that differ from site to site.
 *
 * @param shipped the folder mail/dovecot/<version>
 * @returns the file to start Dovecot with
 */
export async function writeDovecotFiles(shipped: string, settings: DovecotSettings): Promise<string> {
  const { folder, uid, gid } = settings;
  const postern = join(folder, 'postern');
  await cp(shipped, postern, { recursive: true });
  for (const name of await readdir(postern)) {
    const path = join(postern, name);
    const words = await readFile(path, 'utf8');
    // Where the guide says to copy them to.
    await writeFile(path, words.replaceAll('/etc/dovecot/postern', postern));
  }
  await writeFile(join(postern, '90-site.conf'), siteConf(settings), { mode: 0o600 });
  const main = join(folder, 'dovecot.conf');
  await writeFile(main, dovecotConf(settings), { mode: 0o600 });
  for (const name of ['run', 'state', 'mail']) await mkdir(join(folder, name), { mode: 0o700 });
  for (const name of await readdir(folder, { recursive: true })) await chown(join(folder, name), uid, gid);
  return main;
}
