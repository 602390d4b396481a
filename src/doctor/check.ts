import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../db/failures.ts';

/** What one look has found. The sentence of a warning, or of what is wrong, says what to do. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly sentence: string;
}

export interface Check {
  readonly name: string;
  /** In milliseconds, of one that may take longer than the others. */
  readonly limit?: number;
  /** Looks, and changes nothing. */
  run(): Promise<readonly Finding[]>;
}

/** In milliseconds. */
const longest = 5000;

/** Runs all at the same time. One that takes too long, or fails in a way of its own, is a finding too. */
export async function runChecks(checks: readonly Check[], limit = longest): Promise<readonly Finding[]> {
  return (await Promise.all(checks.map((check) => runOne(check, check.limit ?? limit)))).flat();
}

async function runOne({ name, run }: Check, limit: number): Promise<readonly Finding[]> {
  const waiting = new AbortController();
  const late = sleep(limit, undefined, { signal: waiting.signal, ref: false }).then(() => [
    wrong(
      name,
      `No answer within ${limit / 1000} s. Run it again; if it stays so, look at the network in between.`,
    ),
  ]);
  late.catch(() => {});
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    // By its code or kind: messages can hold what they went wrong with.
    const code = codeOf(error)?.code ?? (error instanceof Error ? error.name : 'unknown');
    return [wrong(name, `Can’t be looked at (${code}). Run it again in a moment.`)];
  } finally {
    waiting.abort();
  }
}

export const ok = (name: string, sentence: string): Finding => ({ name, state: 'ok', sentence });
export const warning = (name: string, sentence: string): Finding => ({ name, state: 'warning', sentence });
export const wrong = (name: string, sentence: string): Finding => ({ name, state: 'wrong', sentence });

/** `3 addresses`, `1 address`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
