import type { Row } from '../row.ts';
import { type TestRun, runTests } from '../run-tests.ts';

/** Of the smallest first; the full form is all of them. */
const matrices = [
  { platform: 'a terminal', file: 'test/safety/permission-matrix-terminal.test.ts' },
  { platform: 'Discord', file: 'test/safety/permission-matrix-discord.test.ts' },
  { platform: 'Slack', file: 'test/safety/permission-matrix.test.ts' },
] as const;

export const permissions: Row = {
  id: 'S9',
  measure: 'Cells of the permission matrix, each an actor, an action and an address, that are right',
  target: 'all',
  short: 150,
  full: 2300,

  async run({ n, note }) {
    let cells = 0;
    const runs: { readonly platform: string; readonly run: TestRun }[] = [];
    for (const { platform, file } of matrices) {
      if (cells >= n) break;
      note(platform);
      const run = await runTests([file]);
      runs.push({ platform, run });
      cells += run.passed.length + run.failed.length;
    }
    const failed = runs.flatMap(({ run }) => run.failed);
    return {
      n: cells,
      result: `${cells - failed.length} of ${cells}`,
      holds: failed.length === 0 && cells >= n,
      details: [
        ...runs.map(({ platform, run }) => `${run.passed.length + run.failed.length} on ${platform}`),
        ...failed.slice(0, 20).map((name) => `wrong: ${name}`),
      ],
    };
  },
};
