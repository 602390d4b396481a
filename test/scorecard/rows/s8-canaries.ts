import type { Row } from '../row.ts';
import { type TestRun, runTests } from '../run-tests.ts';

/** How many log levels, each with a Postern of its own, meet each failure: in every test run, and in the full form. */
const files = [
  { platform: 'a terminal', file: 'test/safety/canary-terminal.test.ts', levels: { short: 1, full: 5 } },
  { platform: 'Discord', file: 'test/safety/canary-discord.test.ts', levels: { short: 4, full: 6 } },
  { platform: 'Slack', file: 'test/safety/canary.test.ts', levels: { short: 4, full: 6 } },
] as const;

/** The whole of them is in every test run, so that the short form needs only a few. */
const few = 8;

export const canaries: Row = {
  id: 'S8',
  measure:
    'Cells of failure, log level and platform in which a password was elsewhere than in its one answer',
  target: '0 of ≥ 500 cells',
  short: few,
  full: 500,

  async run({ n, note }) {
    const form = n > few ? 'full' : 'short';
    const runs: { readonly platform: string; readonly levels: number; readonly run: TestRun }[] = [];
    let cells = 0;
    for (const { platform, file, levels } of files) {
      if (cells >= n && form === 'short') break;
      note(platform);
      const run = await runTests([file], form === 'full' ? { CANARY: 'full' } : {});
      runs.push({ platform, levels: levels[form], run });
      cells += (run.passed.length + run.failed.length) * levels[form];
    }
    const failed = runs.flatMap(({ run }) => run.failed);
    return {
      n: cells,
      result: `${failed.length} of ${cells}`,
      holds: failed.length === 0 && cells >= n,
      details: [
        ...runs.map(
          ({ platform, levels, run }) =>
            `${run.passed.length + run.failed.length} failures × ${levels} on ${platform}`,
        ),
        ...failed.map((name) => `found, or not made: ${name}`),
      ],
    };
  },
};
