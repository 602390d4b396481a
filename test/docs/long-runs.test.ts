import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutationGroups } from '../../scripts/mutation/groups.ts';
import { readArguments } from '../scorecard/arguments.ts';
import { rows } from '../scorecard/rows/index.ts';
import { type } from '../support/shell.ts';
import { documentedLines } from './documented-lines.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** What the pages have people type behind the name of a script, a list of words for each line. */
function wordsBehind(script: string): readonly (readonly string[])[] {
  return documentedLines()
    .filter(({ command }) => `${command} `.startsWith(`npm run ${script} `))
    .map(({ command }) => command.split(/ -- /)[1]?.split(' ') ?? []);
}

/** They take minutes: what is tried of them here is that they know the words. */
describe('What takes long knows the words that the pages have for it:', () => {
  it('the scorecard', () => {
    const typed = wordsBehind('scorecard');
    for (const words of typed) expect(() => readArguments(words, rows), words.join(' ')).not.toThrow();
    expect(typed.length).toBeGreaterThan(4);
  });

  it('the faults that are planted', () => {
    const words = wordsBehind('mutation').flat();
    expect(Object.keys(mutationGroups)).toEqual(expect.arrayContaining(words));
    expect(words.length).toBeGreaterThan(0);
  });

  it(
    'the measurements, which name their parts to whoever asks for another',
    { timeout: 120_000 },
    async () => {
      const { said, code } = await type('npm run bench -- nonsense', { cwd: checkout });
      const [, list = ''] = /^No part nonsense\. There are: (.*)$/m.exec(said) ?? [];
      const words = wordsBehind('bench').flat();

      expect(code).toBe(1);
      expect([...list.split(', '), '--markdown']).toEqual(expect.arrayContaining(words));
      expect(words.length).toBeGreaterThan(2);
    },
  );
});
