import { expect, it } from 'vitest';
import { generatePassword, inGroups, passwordAlphabet } from '../../src/core/password.ts';
import { Secret } from '../../src/core/secret.ts';

function sample() {
  return Array.from({ length: 3000 }, () => generatePassword());
}

it('makes passwords of 28 characters, the first four of which are the tag', () => {
  for (const { tag, password } of sample()) {
    expect(password.reveal()).toMatch(/^[abcdefghjkmnpqrstuvwxyz23456789]{28}$/);
    expect(password.reveal().slice(0, 4)).toBe(tag);
  }
});

it('never makes one twice', () => {
  expect(new Set(sample().map(({ password }) => password.reveal())).size).toBe(3000);
});

it('has 31 characters, none of which looks like another', () => {
  expect(new Set(passwordAlphabet).size).toBe(31);
  expect(passwordAlphabet).not.toMatch(/[01oilA-Z]/);
});

it('favours no character', () => {
  const counts = new Map([...passwordAlphabet].map((character) => [character, 0]));
  const characters = sample().flatMap(({ password }) => [...password.reveal()]);
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  const expected = characters.length / 31;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);

  // 30 degrees of freedom: above 90 once in ten million runs. The remainder of a byte by 31 gives 190.
  expect(chiSquare).toBeLessThan(90);
});

it('favours no character at any place', () => {
  const passwords = sample();
  for (const place of [0, 3, 4, 27]) {
    const seen = new Set(passwords.map(({ password }) => password.reveal()[place]));
    expect(seen.size).toBe(31);
  }
});

it.each<[characters: string, groups: string]>([
  ['abcdefghjkmnpqrstuvwxyz23456', 'abcd efgh jkmn pqrs tuvw xyz2 3456'],
  ['abcd', 'abcd'],
  ['abcde', 'abcd e'],
])('reads %s aloud as %s', (characters, groups) => {
  const read = inGroups(new Secret(characters));

  expect(read.reveal()).toBe(groups);
  expect(String(read)).toBe('[secret]');
});
