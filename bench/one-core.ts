import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { startedProcesses } from './busy-time.ts';

/**
 * Leaves one core to all servers that were started here, and another one to this process, which asks them: a rate is then that
 * of a core of a mail server, and who asks takes nothing from it. What the servers start later stays there too.
 *
 * @returns undefined where there is one core, or no `taskset`
 */
export async function onOneCore<T>(work: () => Promise<T>): Promise<T | undefined> {
  const cores = availableParallelism();
  if (cores < 2 || !mayRun(process.pid, '1')) return undefined;
  const all = `0-${cores - 1}`;
  try {
    for (const pid of startedProcesses()) mayRun(pid, '0');
    return await work();
  } finally {
    for (const pid of [process.pid, ...startedProcesses()]) mayRun(pid, all);
  }
}

/** False also where the process has ended meanwhile. */
function mayRun(pid: number, cores: string): boolean {
  try {
    execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', cores, String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
