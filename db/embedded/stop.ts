import { EmbeddedDatabaseError, errorCode } from './error.ts';
import type { Place } from './place.ts';
import { readPostmasterFile } from './postmaster-file.ts';
import { isRunning, until } from './processes.ts';

/**
 * Stops the server: first with its connections cut and everything written ("fast"), after 5 s without more ado
 * ("immediate", which the next start recovers from).
 *
 * @see https://www.postgresql.org/docs/17/server-shutdown.html
 */
export async function stopPostmaster(place: Place, pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    // Once the file is gone, the number may soon be another process's.
    const { running } = await readPostmasterFile(place.data);
    if (running?.pid === pid) send(pid, signal);
    const gone = await until(5000, async () => ((await isRunning(pid)) ? undefined : true));
    if (gone) return;
  }
  throw new EmbeddedDatabaseError(`The PostgreSQL with the process number ${pid} can't be stopped.`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
