import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** It speaks to somebody who typed `npm start` in a checkout. */
const toACheckout = new Set(['sandbox-greeting.ts']);

it('tells nobody to type what only a checkout has: an installation has postern alone', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(ts|tsx|mjs)$/.test(name),
  );
  const wrong = files.filter(
    (name) => !toACheckout.has(name) && readFileSync(join(source, name), 'utf8').includes('npm run postern'),
  );

  expect(files.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});
