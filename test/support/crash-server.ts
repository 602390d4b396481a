import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { choosePlace } from '../../db/embedded/place.ts';
import { readPostmasterFile } from '../../db/embedded/postmaster-file.ts';
import { isRunning } from '../../db/embedded/processes.ts';

/** Milliseconds. */
const limit = 60_000;

export interface CrashingServer {
  /** As `pg_ctl stop -m immediate`, and started again at once, in the same place. Resolves when it takes connections. */
  crash(): Promise<void>;
  /** Ends it, where it isn't the one any more that `startEmbedded` knows. */
  stop(): Promise<void>;
}

/** Lets the embedded server of this home end without writing down what it has in memory. */
export async function crashingServer(home: string): Promise<CrashingServer> {
  const { data } = await choosePlace(home);
  // What `postgres` was started with, written by itself.
  const words = await readFile(join(data, 'postmaster.opts'), 'utf8');
  const [, binary = ''] = /^(\S+)/.exec(words) ?? [];
  const options = [...words.matchAll(/"([^"]*)"/g)].map(([, option = '']) => option);
  const { uid, gid } = await stat(data);

  return {
    async crash() {
      await end('SIGQUIT');
      const child = spawn(binary, options, {
        ...(process.geteuid?.() === 0 ? { uid, gid } : {}),
        cwd: '/',
        detached: true,
        stdio: 'ignore',
      });
      child.unref();
      await until(async () => (await readPostmasterFile(data)).running?.status === 'ready');
    },
    stop: () => end('SIGINT'),
  };

  async function end(signal: NodeJS.Signals): Promise<void> {
    const { running } = await readPostmasterFile(data);
    if (!running) return;
    process.kill(running.pid, signal);
    await until(async () => !(await isRunning(running.pid)));
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const latest = performance.now() + limit;
  while (!(await isSo())) {
    if (performance.now() > latest) throw new Error('PostgreSQL did not get there within a minute');
    await sleep(20);
  }
}
