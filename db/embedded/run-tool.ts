import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { basename } from 'node:path';
import { EmbeddedDatabaseError, errorCode } from './error.ts';
import type { RunAs } from './place.ts';

/**
 * What PostgreSQL gets to see of our environment: nothing. PGDATA, PGOPTIONS or LD_LIBRARY_PATH would change what it does.
 * TZ spares initdb the search through 600 time zones; messages are read, so they must be in English.
 */
export const environment: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs one of PostgreSQL's programs to its end. */
export async function runTool(
  binary: string,
  words: readonly string[],
  { runAs, input = '' }: { readonly runAs: RunAs | undefined; readonly input?: string },
): Promise<void> {
  const child = spawn(binary, words, {
    ...runAs,
    cwd: '/',
    env: environment,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? signal));
  });
  // It may be gone before it has read this; its exit says what happened.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [said, end] = await Promise.all([text(child.stderr), ended]).catch((error: unknown) => {
    throw cannotRun(binary, error);
  });
  if (end !== 0)
    throw new EmbeddedDatabaseError(`${basename(binary)} failed: ${lastComplaint(said) ?? String(end)}.`);
}

export function cannotRun(binary: string, error: unknown): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(`${binary} can't be run on this machine (${errorCode(error)}).`, error);
}

/** The line in which PostgreSQL or the dynamic linker says what is wrong: the last one marked so, else the first of all. */
export function lastComplaint(said: string): string | undefined {
  const lines = said.split('\n').filter((line) => line !== '' && !/\b(LOG|HINT|DETAIL):/.test(line));
  const complaint = lines.findLast((line) => /error|fatal|panic/i.test(line)) ?? lines[0];
  return complaint?.replace(/^.*?(error|fatal|panic|postgres|initdb):\s*/i, '').replace(/\.$/, '');
}
