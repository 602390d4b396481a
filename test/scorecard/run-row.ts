import { type OwnDatabase, ownDatabase } from '../support/own-database.ts';
import type { TestServer } from '../support/database-server.ts';
import { random } from '../support/random.ts';
import type { Row, RowResult } from './row.ts';

export interface RunOptions {
  readonly n: number;
  readonly seed: number;
  readonly minutes: number | undefined;
  /** Aborted: a row that takes long ends, and says what it found until then. */
  readonly stop: AbortSignal;
}

/** Runs one row on databases of its own. A row that throws doesn't hold. */
export async function runRow(
  row: Row,
  { n, seed, minutes = Number.POSITIVE_INFINITY, stop }: RunOptions,
  server: TestServer,
): Promise<RowResult> {
  const end = performance.now() + minutes * 60_000;
  const opened: OwnDatabase[] = [];
  try {
    return await row.run({
      n,
      seed,
      random: random(seed),
      databases: {
        server,
        async fresh(options = {}) {
          const database = ownDatabase(() => server, options);
          await database.open();
          opened.push(database);
          return database;
        },
      },
      isOver: () => stop.aborted || performance.now() > end,
      note: (line) => console.error(`  ${new Date().toISOString().slice(11, 19)} ${row.id} ${line}`),
    });
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { n, result: 'ended with an error', holds: false, details: said.split('\n') };
  } finally {
    for (const database of opened) await database.close();
  }
}
