import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../core/ports.ts';

export interface Loop {
  start(): void;
  /** Resolves when the round that is running has ended. None begins after it. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** For the log: "relay of slack:C0AUDIT". */
  readonly name: string;
  /** Milliseconds from the end of a round to the beginning of the next. */
  readonly every: number;
  readonly log: Log;
  round(): Promise<void>;
}

/** A round that fails again and again is tried after at most this long, in milliseconds: a database is back by then. */
const longestPause = 5000;

/** Repeats a piece of work until it is stopped. Rounds never overlap; one that fails is logged, and tried again. */
export function createLoop({ name, every, log, round }: LoopOptions): Loop {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await round();
        if (failures > 0) log.info({ failures }, `${name}: works again`);
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ err: error, failures }, `${name}: failed, and is tried again`);
      }
      const pause = Math.max(every, Math.min(every * 2 ** failures, longestPause));
      await sleep(pause, undefined, { signal: stopping.signal }).catch(ignoreAbort);
    }
  }

  return {
    start: () => {
      running ??= run();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Whoever stops the loop needn't wait for its pause. */
function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
