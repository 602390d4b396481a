import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

it('names tests and rows of the scorecard for every threat, which are there', async () => {
  const page = await readFile(new URL('docs/security.md', root), 'utf8');
  const [, table = ''] = /^## What holds it$([^]*?)^## /m.exec(page) ?? [];
  const threats = table.split('\n').filter((line) => /^\| (?!threat \|)/.test(line));
  const tests = threats.map((line) => [...line.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path));
  const named = threats.flatMap((line) => line.match(/\bS\d+\b/g) ?? []);

  expect(threats.length).toBeGreaterThanOrEqual(16);
  expect(threats.filter((_line, at) => tests[at]?.length === 0)).toEqual([]);
  expect(tests.flat().filter((path) => !existsSync(fileURLToPath(new URL(path, root))))).toEqual([]);
  const rows = await readdir(new URL('test/scorecard/rows', root));
  expect(named.filter((id) => !rows.some((file) => file.startsWith(`${id.toLowerCase()}-`)))).toEqual([]);
});
