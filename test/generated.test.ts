import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { generatedFiles } from '../scripts/generated-files.ts';

it.each(Object.entries(generatedFiles))(
  '%s is what the code says: npm run generate',
  async (path, content) => {
    expect(await readFile(path, 'utf8')).toBe(content());
  },
);
