import { killsOnce } from '../kills/run-kills.ts';
import { runRestarts } from '../kills/run-restarts.ts';
import type { Row } from '../row.ts';

const full = 10_000;
/** Of the database, in the full form. */
const fullRestarts = 200;

/** After the kills of S1; and with a database that ends with `-m immediate` while people work. */
export const toldAndGone: Row = {
  id: 'S3',
  measure:
    'changes that a person was told of and that are gone, after SIGKILLs and after restarts of the database',
  target: '0 in 10,000 kills and 200 restarts',
  short: 20,
  full,

  async run(context) {
    const kills = await killsOnce(context);
    const restarts = await runRestarts(Math.max(2, Math.round((context.n * fullRestarts) / full)), context);
    const gone = [...kills.toldAndGone, ...(restarts?.problems ?? [])];
    return {
      n: kills.kills,
      result: `${gone.length} of ${kills.shown} told in ${kills.kills} kills and ${restarts?.shown ?? 0} in ${restarts?.restarts ?? 0} restarts`,
      holds: gone.length === 0,
      details: [
        ...gone,
        restarts
          ? `Postern stayed up, and gave the next password at most ${(restarts.longestReturn / 1000).toFixed(1)} s after the database was back`
          : 'No restarts: the database of TEST_DATABASE_URL is not ours to end',
      ],
    };
  },
};
