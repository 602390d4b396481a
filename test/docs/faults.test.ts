import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

it('names a test for every fault, which is there', async () => {
  const page = await readFile(new URL('docs/faults.md', root), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| (?!fault \|)/.test(line));
  const tests = rows.map((row) => [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path));

  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((_row, at) => tests[at]?.length === 0)).toEqual([]);
  expect(tests.flat().filter((path) => !existsSync(fileURLToPath(new URL(path, root))))).toEqual([]);
});
