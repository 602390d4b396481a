import { describe, expect, it } from 'vitest';
import { head, problemsOf } from './problems.ts';

describe('A rule with a mistake', () => {
  it.each<[name: string, source: string, line: number, sentence: RegExp]>([
    ['rules that are no list', 'rules: { who: a }', 1, /^“rules” must be a list/],
    ['a rule that is a word', 'rules:\n  - helpdesk', 2, /^A rule must be keys with values/],
    ['a rule without who', 'rules:\n  - { may: [list], on: ["*@*"] }', 2, /^A rule needs the key “who”/],
    ['a rule without may', 'rules:\n  - { who: owner, on: ["*@*"] }', 2, /^A rule needs the key “may”/],
    ['a rule without on', 'rules:\n  - { who: owner, may: [list] }', 2, /^A rule needs the key “on”/],
    [
      'a rule with another key',
      'rules:\n  - who: owner\n    may: [list]\n    on: ["*@*"]\n    no: [add]',
      5,
      /^A rule has no key “no”/,
    ],
    ['who is a map', 'rules: [{ who: { a: b }, may: [list], on: ["*@*"] }]', 1, /^“who” must be a list/],
    ['who is nobody', 'rules: [{ who: [], may: [list], on: ["*@*"] }]', 1, /^“who” is an empty list/],
    ['who is empty', 'rules: [{ who: "", may: [list], on: ["*@*"] }]', 1, /^“who” must be text/],
    [
      'who is a list in a list',
      'rules: [{ who: [[owner]], may: [list], on: ["*@*"] }]',
      1,
      /^Each of “who” must be text/,
    ],
    [
      'who is an unknown group',
      'groups: { helpdesk: [] }\nrules:\n- { who: helpdsk, may: [list], on: ["*@*"] }',
      3,
      /^There is no group “helpdsk”. Did you mean “helpdesk”\?/,
    ],
    [
      'who is an unknown group, in a list',
      'rules:\n- who:\n  - owner\n  - ownr\n  may: [list]\n  on: ["*@*"]',
      4,
      /^There is no group “ownr”. Did you mean “owner”\?/,
    ],
    [
      'who is everything',
      'rules: [{ who: everything, may: [list], on: ["*@*"] }]',
      1,
      /^There is no group “everything”/,
    ],
    [
      'who is a malformed account',
      `${head}rules: [{ who: "slack:U1", may: [list], on: ["*@*"] }]`,
      3,
      /^“slack:U1” is no account/,
    ],
    [
      'who is of a team that is not served',
      `${head}rules: [{ who: "slack:T9/U1", may: [list], on: ["*@*"] }]`,
      3,
      /not in “slack_teams”/,
    ],
    [
      'who is a user group',
      `${head}rules: [{ who: "slack-group:T0123/S1", may: [list], on: ["*@*"] }]`,
      3,
      /^Put “slack-group:T0123\/S1” into one of “groups”/,
    ],
    [
      'who is a role',
      `${head}rules: [{ who: ["discord-role:1122/1"], may: [list], on: ["*@*"] }]`,
      3,
      /^Put “discord-role:1122\/1” into/,
    ],
    ['may is a word', 'rules: [{ who: owner, may: list, on: ["*@*"] }]', 1, /^“may” must be a list/],
    ['may is empty', 'rules: [{ who: owner, may: [], on: ["*@*"] }]', 1, /^“may” is an empty list/],
    [
      'may is no permission',
      'rules:\n- who: owner\n  may: [list, disconect]\n  on: ["*@*"]',
      3,
      /^“disconect” is no permission. Did you mean “disconnect”\?/,
    ],
    ['may is a star', 'rules: [{ who: owner, may: ["*"], on: ["*@*"] }]', 1, /^“\*” is no permission/],
    [
      'may is in capitals',
      'rules: [{ who: owner, may: [List], on: ["*@*"] }]',
      1,
      /^“List” is no permission. Did you mean “list”\?/,
    ],
    ['on is a word', 'rules: [{ who: owner, may: [list], on: "*@*" }]', 1, /^“on” must be a list/],
    ['on is empty', 'rules: [{ who: owner, may: [list], on: [] }]', 1, /^“on” is an empty list/],
    [
      'on is a domain',
      'rules:\n- who: owner\n  may: [list]\n  on:\n  - example.com',
      5,
      /^“example.com” matches no address/,
    ],
    [
      'on is a regular expression',
      'rules: [{ who: owner, may: [list], on: [".*@(a|b).com"] }]',
      1,
      /matches no address/,
    ],
  ])('is named with its line: %s', (_name, source, line, sentence) => {
    expect(problemsOf(source)).toContainEqual({ line, sentence: expect.stringMatching(sentence) });
  });
});
