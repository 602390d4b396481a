import { expect, it } from 'vitest';
import { ok, runChecks } from '../../src/doctor/check.ts';
import { lines } from './findings.ts';

it('runs all, says which took too long, and which failed without a word of why', async () => {
  const found = await runChecks(
    [
      { name: 'good', run: () => Promise.resolve([ok('one', 'Good.'), ok('two', 'Good.')]) },
      { name: 'silent', run: () => new Promise(() => {}) },
      { name: 'failing', run: () => Promise.reject(new TypeError('hunter2')) },
    ],
    50,
  );

  expect(lines(found)).toEqual([
    'ok one: Good.',
    'ok two: Good.',
    expect.stringMatching(/^wrong silent: No answer within 0.05 s\./),
    'wrong failing: Can’t be looked at (TypeError). Run it again in a moment.',
  ]);
});
