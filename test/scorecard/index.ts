import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { startTestServer } from '../support/test-server.ts';
import { type Asked, readArguments } from './arguments.ts';
import type { Row, RowResult } from './row.ts';
import { rows } from './rows/index.ts';
import { runRow } from './run-row.ts';

/**
 * What must hold, tried and counted: `npm run scorecard`, all of it `npm run scorecard -- --full`, some rows
 * `npm run scorecard -- S5 S7`, with another `--seed` or another `--n`, or for so many `--minutes` a row that takes long.
 * Exits with 1 where a row does not hold.
 */
const asked = readOrEnd();
const { isFull, seed } = asked;
const gigabytes = (totalmem() / 1024 ** 3).toFixed(0);
console.log(
  `${isFull ? 'full' : 'short'} form, seed ${seed}, ${availableParallelism()} × ${cpus()[0]?.model.trim()}, ` +
    `${gigabytes} GB, Node ${process.version}\n`,
);

const began = performance.now();
const verdicts: string[] = [];
const { server, stop } = await startTestServer();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Else the database would live on without us.
    if (stopping.signal.aborted) return void stop().finally(() => process.exit(130));
    console.error(
      `${signal}: what runs now says what it found until here, and the rest is left out; again to end at once`,
    );
    stopping.abort();
  });
}
try {
  for (const row of asked.rows) {
    if (stopping.signal.aborted) break;
    const n = asked.n ?? (isFull ? row.full : row.short);
    const rowBegan = performance.now();
    const result = await runRow(row, { n, seed, minutes: asked.minutes, stop: stopping.signal }, server);
    const verdict = verdictOf(result);
    verdicts.push(verdict);
    const end = `${secondsSince(rowBegan)} s, load ${loadavg()[0]?.toFixed(1)}`;
    console.log(
      `${row.id.padEnd(4)} ${row.measure}\n` +
        `     ${result.n} of ${row.full}: ${result.result} (${row.target}): ${verdict}, ${end}`,
    );
    for (const detail of result.details) console.log(`     ${detail}`);
    if (verdict === 'FAILED') console.log(`     again: ${repeat(row, n)}`);
  }
} finally {
  await stop();
}

const count = (wanted: string) => verdicts.filter((verdict) => verdict === wanted).length;
console.log(
  `\n${count('holds')} hold, ${count('FAILED')} failed, ${count('not run')} not run, ${secondsSince(began)} s`,
);
if (count('FAILED') > 0) process.exitCode = 1;

function readOrEnd(): Asked {
  try {
    return readArguments(process.argv.slice(2), rows);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

function verdictOf({ n, holds }: RowResult): 'holds' | 'FAILED' | 'not run' {
  if (!holds) return 'FAILED';
  return n === 0 ? 'not run' : 'holds';
}

function repeat({ id }: Row, n: number): string {
  return `npm run scorecard -- ${id} --seed ${seed} --n ${n}`;
}

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
