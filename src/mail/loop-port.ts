import type { Log } from '../core/ports.ts';

/** Repeats a piece of work until it is stopped; `src/audit/loop.ts` is one. */
export type CreateLoop = (options: {
  readonly name: string;
  /** Milliseconds from the end of a round to the beginning of the next. */
  readonly every: number;
  readonly log: Log;
  round(): Promise<void>;
}) => Loop;

export interface Loop {
  start(): void;
  /** Resolves when the round that is running has ended. */
  stop(): Promise<void>;
}
