import fc from 'fast-check';
import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { nearest } from '../../src/core/nearest.ts';

const words = commands.map(({ name }) => name);

it.each<[typed: string, word: string | undefined]>([
  ['lst', 'list'],
  ['LIST', 'list'],
  ['ad', 'add'],
  ['adn', 'add'],
  ['change-pasword', 'change-password'],
  ['changepassword', 'change-password'],
  ['disconect', 'disconnect'],
  ['disconnectall', 'disconnect-all'],
  ['adit', 'edit'],
  ['auditt', 'audit'],
  ['whoiam', 'whoami'],
  ['hepl', 'help'],
  // More than half would have to change.
  ['xxd', undefined],
  ['printer', undefined],
  ['', undefined],
  ['x'.repeat(41), undefined],
  [`list${'x'.repeat(100_000)}`, undefined],
])('takes “%s” for %s', (typed, word) => {
  expect(nearest(typed, words)).toBe(word);
});

it('finds a long command with one letter wrong, missing or too many', () => {
  const long = words.filter((word) => word.length > 5);
  fc.assert(
    fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom('', 'q', 'qq'), (word, at, instead) => {
      const position = at % word.length;
      const typed = word.slice(0, position) + instead + word.slice(position + 1);

      expect(nearest(typed, words)).toBe(word);
    }),
  );
});

it('finds nothing among nothing', () => {
  expect(nearest('list', [])).toBeUndefined();
});
