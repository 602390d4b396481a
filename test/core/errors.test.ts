import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError, userErrors } from '../../src/core/errors.ts';

/** Every code that the sources make a `UserError` with. */
const thrown = new Set(
  ['src', 'db', 'commands']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/new UserError\(\s*'([a-z-]+)'/g)])
    .map(([, code]) => code),
);

describe('a code that people’s errors have', () => {
  it.each(Object.entries(userErrors))('is used somewhere: %s', (code) => {
    expect([...thrown]).toContain(code);
  });

  it.each(Object.entries(userErrors))('is explained in a sentence: %s', (_code, meaning) => {
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  });
});

it('prints without what goes with it', () => {
  const error = new UserError('bad-option', 'The label is empty.', { option: 'label' });

  expect(String(error)).toBe('UserError: The label is empty.');
  expect(error).toMatchObject({
    code: 'bad-option',
    option: 'label',
    showList: undefined,
    instead: undefined,
  });
  expect('cause' in error).toBe(false);
});
