import { describe, expect, it } from 'vitest';
import { head, problemsOf, rules } from './problems.ts';

describe('A group with a mistake', () => {
  it.each<[name: string, source: string, line: number, sentence: RegExp]>([
    ['groups that are a list', `${rules}groups: [a]`, 2, /^“groups” must be keys with values/],
    ['a group that is a word', `${rules}groups:\n  a: terminal:root`, 3, /^The group “a” must be a list/],
    ['a group without a value', `${rules}groups:\n  a:\n`, 3, /^The group “a” must be a list/],
    ['a member that is a list', `${rules}groups: { a: [[b]] }`, 2, /^Each member of “a” must be text/],
    ['a group called owner', `${rules}groups:\n  owner: []`, 3, /can't be called “owner”: the word has/],
    [
      'a group called everything',
      `${rules}groups:\n  everything: []`,
      3,
      /can't be called “everything”: the word/,
    ],
    ['a group called you', `${rules}groups:\n  You: []`, 3, /can't be called “You”: the word has/],
    ['a group with a blank', `${rules}groups:\n  a b: []`, 3, /can't be called “a b”. A letter, then/],
    ['a group with a colon', `${rules}groups:\n  "a:b": []`, 3, /can't be called “a:b”. A letter, then/],
    ['a group whose name is long', `${rules}groups:\n  ${'a'.repeat(41)}: []`, 3, /A letter, then/],
    ['a group in a group', `${rules}groups:\n  a: []\n  b: [a]`, 4, /^“a” is no account/],
    [
      'a user group without a team',
      `${head}${rules}groups: { a: ["slack-group:S1"] }`,
      4,
      /^“slack-group:S1” is no group of a platform/,
    ],
    [
      'a user group that is a user',
      `${head}${rules}groups: { a: ["slack-group:T0123/U1"] }`,
      4,
      /no group of a platform/,
    ],
    [
      'a user group of no team',
      `${head}${rules}groups: { a: ["slack-group:X/S1"] }`,
      4,
      /no group of a platform/,
    ],
    [
      'a role with letters',
      `${head}${rules}groups: { a: ["discord-role:1122/x"] }`,
      4,
      /no group of a platform/,
    ],
    [
      'a role of a guild with letters',
      `${head}${rules}groups: { a: ["discord-role:x/1"] }`,
      4,
      /no group of a platform/,
    ],
    [
      'a user group with more behind it',
      `${head}${rules}groups: { a: ["slack-group:T0123/S1/S2"] }`,
      4,
      /no group of a platform/,
    ],
    [
      'a user group of a team that is not served',
      `${head}${rules}groups: { a: ["slack-group:T9/S1"] }`,
      4,
      /not in “slack_teams”/,
    ],
    [
      'a role of a guild that is not served',
      `${head}${rules}groups: { a: ["discord-role:9/1"] }`,
      4,
      /not in “discord_guilds”/,
    ],
  ])('is named with its line: %s', (_name, source, line, sentence) => {
    expect(problemsOf(source)).toContainEqual({ line, sentence: expect.stringMatching(sentence) });
  });
});
