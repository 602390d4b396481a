import type { OwnDatabaseOptions, TestDatabase } from '../support/own-database.ts';
import type { TestServer } from '../support/database-server.ts';
import type { Random } from '../support/random.ts';

/** One promise of Postern, that can be counted. */
export interface Row {
  /** As in docs/track-record.md, such as `S5`. */
  readonly id: string;
  readonly measure: string;
  readonly target: string;
  /** How often it is tried in the short form, of a few seconds. */
  readonly short: number;
  /** How often in the full form, which the target speaks of. */
  readonly full: number;
  /** Whatever it starts, it ends, also where it throws. */
  run(context: RowContext): Promise<RowResult>;
}

export interface RowContext {
  /** How often to try: `short`, `full`, or what was asked for by `--n`. */
  readonly n: number;
  readonly seed: number;
  /** Begun anew for each row, from the seed: a row alone does what it did among others. */
  readonly random: Random;
  readonly databases: RowDatabases;
  /** The time that was asked for by `--minutes` is over, or who started the run has ended it. A row that takes long ends then, and says how often it tried. */
  isOver(): boolean;
  /** A line of progress, for the log of a long run. */
  note(line: string): void;
}

export interface RowDatabases {
  readonly server: TestServer;
  /** Migrated and empty. Goes away when the row has ended. */
  fresh(options?: OwnDatabaseOptions): Promise<TestDatabase>;
}

export interface RowResult {
  /** How often it was tried. 0: it could not be tried here, and `result` says why. */
  readonly n: number;
  /** In a few words, such as `0 of 200`. */
  readonly result: string;
  readonly holds: boolean;
  /** What was found, or how the figure came about; each a line. */
  readonly details: readonly string[];
}
