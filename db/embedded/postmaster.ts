import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAccessFiles } from './access.ts';
import type { Binaries } from './binaries.ts';
import { EmbeddedDatabaseError } from './error.ts';
import type { Place } from './place.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { until } from './processes.ts';
import { cannotRun, environment, lastComplaint } from './run-tool.ts';
import { settings } from './settings.ts';

/** Replaying the log after a crash takes a while: a minute is more than 60 MB of memory can leave to do. */
const startLimitMilliseconds = 60_000;

/**
 * Starts the server and waits until it answers. It lives on when we are killed, and Ctrl-C doesn't reach it.
 *
 * @returns its process number; undefined where another process was faster, or what is left of a killed PostgreSQL is
 * still ending
 */
export async function startPostmaster(
  place: Place,
  { bin }: Binaries,
  socketFolder: string,
  recycledPid: number | undefined,
): Promise<number | undefined> {
  const binary = join(bin, 'postgres');
  const access = await writeAccessFiles(place);
  const saidFile = join(socketFolder, 'start.log');
  const said = openSync(saidFile, 'wx', 0o600);
  const child = spawn(binary, ['-D', place.data, ...settings(socketFolder, access)], {
    ...place.runAs,
    cwd: '/',
    // A session of its own: the terminal's Ctrl-C goes to ours.
    detached: true,
    stdio: ['ignore', said, said],
    env: {
      ...environment,
      // The one number that PostgreSQL takes for nobody's postmaster. This way it removes the stale file itself, under its own lock.
      ...(recycledPid === undefined ? {} : { PG_GRANDPARENT_PID: String(recycledPid) }),
    },
  });
  closeSync(said);
  child.unref();
  const ended = endOf(child);

  const outcome = await until(startLimitMilliseconds, async () => {
    const { running } = await readPostmasterFile(place.data);
    if (running && running.pid === child.pid && running.status === 'ready') return 'ready' as const;
    return ended();
  });
  if (outcome === 'ready') return child.pid;
  if (outcome instanceof Error) throw cannotRun(binary, outcome);

  const words = readFileSync(saidFile, 'utf8');
  // Empty: somebody else has just made it, and writes into it next.
  if (/lock file .* (already exists|is empty)|pre-existing shared memory block/.test(words)) return undefined;
  if (outcome === undefined) child.kill('SIGQUIT');
  throw new EmbeddedDatabaseError(
    `PostgreSQL didn't start on ${place.data}: ${lastComplaint(words) ?? `see ${join(place.data, 'log')}`}.`,
  );
}

/** @returns a function that tells how the process ended, or nothing while it runs */
function endOf(child: ChildProcess): () => 'ended' | Error | undefined {
  let end: 'ended' | Error | undefined;
  child.on('error', (error) => {
    end = error;
  });
  child.on('exit', () => {
    end = 'ended';
  });
  return () => end;
}
