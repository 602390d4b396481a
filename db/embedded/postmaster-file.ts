import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, isRunning } from './processes.ts';

/** What a postmaster writes about itself into its data folder. */
export interface Postmaster {
  readonly pid: number;
  readonly socketFolder: string;
  /** `starting`, `ready`, `stopping`; empty at first. */
  readonly status: string;
}

/**
 * Reads `postmaster.pid`: one thing a line, in a fixed order, the last ones added as the start gets there.
 *
 * @see https://github.com/postgres/postgres/blob/REL_17_STABLE/src/include/utils/pidfile.h
 */
export function parsePostmasterFile(content: string): Postmaster | undefined {
  const lines = content.split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return { pid, socketFolder: lines[4]?.trim() ?? '', status: lines[7]?.trim() ?? '' };
}

async function read(data: string): Promise<Postmaster | undefined> {
  const content = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return parsePostmasterFile(content);
}

export interface PostmasterFile {
  /** The postmaster that runs on this data folder now. */
  readonly running: Postmaster | undefined;
  /** A process that has nothing to do with it, and got the number of a postmaster that was killed. */
  readonly recycledPid: number | undefined;
}

export async function readPostmasterFile(data: string): Promise<PostmasterFile> {
  const written = await read(data);
  if (!written || !(await isRunning(written.pid))) return { running: undefined, recycledPid: undefined };
  const words = await commandLine(written.pid);
  // Where the command line can't be read, PostgreSQL's own care decides: it takes any process for a postmaster.
  const itIs = words === undefined || (words.includes('postgres') && words.includes(data));
  return itIs
    ? { running: written, recycledPid: undefined }
    : { running: undefined, recycledPid: written.pid };
}
