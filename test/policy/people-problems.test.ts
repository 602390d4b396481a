import { describe, expect, it } from 'vitest';
import { head, problemsOf, rules } from './problems.ts';

describe('People with a mistake', () => {
  it.each<[name: string, source: string, line: number, sentence: RegExp]>([
    ['people that are no list', `${rules}people: { a: b }`, 2, /^“people” must be a list/],
    ['a person that is a word', `${rules}people:\n  - Alice`, 3, /^A person must be keys with values/],
    ['a person without a name', `${rules}people:\n  - { accounts: [] }`, 3, /^A person needs the key “name”/],
    ['a person without accounts', `${rules}people:\n  - name: A`, 3, /^A person needs the key “accounts”/],
    [
      'a person with another key',
      `${rules}people:\n  - name: A\n    accounts: []\n    adresses: []`,
      5,
      /Did you mean “addresses”/,
    ],
    [
      'a name that is a list',
      `${rules}people:\n  - { name: [A], accounts: [] }`,
      3,
      /^The name of a person must be text/,
    ],
    [
      'accounts that are no list',
      `${rules}people:\n  - { name: A, accounts: x }`,
      3,
      /^“accounts” must be a list/,
    ],
    [
      'an account without a platform',
      `${rules}people: [{ name: A, accounts: [U1] }]`,
      2,
      /^“U1” is no account/,
    ],
    [
      'an account of Slack without a team',
      `${rules}people: [{ name: A, accounts: ["slack:U1"] }]`,
      2,
      /no account/,
    ],
    [
      'an account of Slack in lower case',
      `${head}${rules}people: [{ name: A, accounts: ["slack:T0123/u1"] }]`,
      4,
      /no account/,
    ],
    [
      'a team of Slack in lower case',
      `${head}${rules}people: [{ name: A, accounts: ["slack:t0123/U1"] }]`,
      4,
      /no account/,
    ],
    [
      'a channel in place of an account',
      `${head}${rules}people: [{ name: A, accounts: ["slack:T0123/C1"] }]`,
      4,
      /no account/,
    ],
    [
      'an account of Discord with letters',
      `${head}${rules}people: [{ name: A, accounts: ["discord:1122/a"] }]`,
      4,
      /no account/,
    ],
    [
      'a guild with letters',
      `${head}${rules}people: [{ name: A, accounts: ["discord:a/1"] }]`,
      4,
      /no account/,
    ],
    ['a terminal without a user', `${rules}people: [{ name: A, accounts: ["terminal:"] }]`, 2, /no account/],
    ['an account with a blank', `${rules}people: [{ name: A, accounts: ["terminal:a b"] }]`, 2, /no account/],
    [
      'an account of the database',
      `${rules}people: [{ name: A, accounts: ["database:x"] }]`,
      2,
      /no account/,
    ],
    [
      'an account of a team that is not served',
      `${head}${rules}people:\n  - { name: A, accounts: ["slack:T9/U1"] }`,
      5,
      /^“slack:T9\/U1” is of “T9”, which is not in “slack_teams”/,
    ],
    [
      'an account of a guild that is not served',
      `${head}${rules}people:\n  - { name: A, accounts: ["discord:9/1"] }`,
      5,
      /of “9”, which is not in “discord_guilds”/,
    ],
    [
      'an account of Slack where no team is served',
      `${rules}people: [{ name: A, accounts: ["slack:T9/U1"] }]`,
      2,
      /not in “slack_teams”/,
    ],
    [
      'an account of two people',
      `${rules}people:\n  - { name: A, accounts: ["terminal:a"] }\n  - { name: B, accounts: ["terminal:a"] }`,
      4,
      /^“terminal:a” is listed twice; the first is on line 3/,
    ],
    [
      'an account that a person has twice',
      `${rules}people:\n  - { name: A, accounts: ["terminal:a", "terminal:a"] }`,
      3,
      /listed twice/,
    ],
    [
      'a group of a platform that is a person',
      `${head}${rules}people: [{ name: A, accounts: ["slack-group:T0123/S1"] }]`,
      4,
      /no account/,
    ],
    [
      'addresses that are no list',
      `${rules}people: [{ name: A, accounts: [], addresses: a@b.de }]`,
      2,
      /^“addresses” must be a list/,
    ],
    [
      'an address that is none',
      `${rules}people:\n- name: A\n  accounts: []\n  addresses:\n  - alice`,
      6,
      /^“alice” is no address/,
    ],
    [
      'a pattern in place of an address',
      `${rules}people: [{ name: A, accounts: [], addresses: ["*@b.de"] }]`,
      2,
      /no address/,
    ],
    [
      'an address that is a list',
      `${rules}people: [{ name: A, accounts: [], addresses: [[a@b.de]] }]`,
      2,
      /Each of “addresses” must be text/,
    ],
  ])('is named with its line: %s', (_name, source, line, sentence) => {
    expect(problemsOf(source)).toContainEqual({ line, sentence: expect.stringMatching(sentence) });
  });
});
