import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from './error.ts';

const execute = promisify(execFile);

/**
 * Whether a process runs. One that has ended but that nobody has waited for (a zombie) doesn't: an adopted
 * postmaster in a container whose process 1 never waits would otherwise seem to run for ever.
 */
export async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: there is such a process, somebody else's.
    return errorCode(error) === 'EPERM';
  }
  const status = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name before the state stands in parentheses and may hold anything, more parentheses too.
  const state = status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3);
  return state !== 'Z' && state !== 'X';
}

/** The command line of a process, its words apart by NUL (Linux) or blanks (elsewhere); undefined where it can't be read. */
export async function commandLine(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return execute('ps', ['-ww', '-o', 'command=', '-p', String(pid)])
    .then(({ stdout }) => stdout)
    .catch(() => undefined);
}

/** Asks again every few milliseconds until there is an answer, or the time is over. */
export async function until<Answer>(
  limitInMilliseconds: number,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer | undefined> {
  const end = performance.now() + limitInMilliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) return undefined;
    await sleep(5);
  }
}
