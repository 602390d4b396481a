import { describe, expect, it } from 'vitest';
import { head, problemsOf, rules } from './problems.ts';

describe('A policy with a mistake', () => {
  it.each<[name: string, source: string, line: number, sentence: RegExp]>([
    ['an empty file', '', 0, /^The file is empty\.$/],
    ['a file of comments', '# nothing\n', 0, /^The file is empty\.$/],
    ['a file that was cut off before its rules', head, 1, /needs the key “rules”/],
    ['rules without a value', `${head}rules:`, 1, /needs the key “rules”, with a value/],
    ['a word in place of a policy', 'hello', 1, /^The policy must be keys with values/],
    ['a list in place of a policy', '- a', 1, /^The policy must be keys with values/],
    ['a quote without its partner', `${head}rules: "x`, 3, /^This is not YAML: Missing closing "quote/],
    ['a bracket without its partner', `${head}rules: [\n`, 4, /^This is not YAML: Flow sequence/],
    ['a tab', `${head}\tpeople: []`, 3, /^This is not YAML: Tabs/],
    ['two documents', `${head}rules: []\n---\nrules: []`, 4, /^A second document starts here/],
    [
      'an unknown key',
      `${head}${rules}peple: []`,
      4,
      /^The policy has no key “peple”. Did you mean “people”\?$/,
    ],
    [
      'an unknown key like no other',
      `${head}${rules}qqqqqqqq: []`,
      4,
      /^The policy has no key “qqqqqqqq”. There are: /,
    ],
    [
      'a key that stands twice',
      `${head}${rules}rules: []`,
      4,
      /^“rules” stands here a second time; .* line 3/,
    ],
    [
      'a group that stands twice',
      `${head}${rules}groups:\n  a: []\n  a: []`,
      6,
      /^“a” .* second time; .* line 5/,
    ],
    ['a key that is a list', `${head}${rules}? [a]\n: b`, 4, /^A key must be text/],
    [
      'a reference',
      `${head}${rules}people: *x`,
      4,
      /^A word that begins with \* must stand in quotes: "\*x"\.$/,
    ],
    [
      'a pattern without quotes',
      `${head}rules: [{ who: owner, may: [list], on: [*@b.c] }]`,
      3,
      /quotes: "\*@b\.c"/,
    ],
    ['a merge key', `${head}${rules}groups:\n  <<: *base`, 5, /A group can't be called “<<”/],
    ['the value of a merge key', `${head}${rules}groups:\n  <<: *base`, 5, /begins with \*/],
    ['a merge key in a rule', `${head}rules:\n  - <<: *x`, 4, /^A rule has no key “<<”/],
    [
      'an anchor',
      `${head}${rules}people: &all []`,
      4,
      /^A word that begins with & must stand in quotes: "&all"/,
    ],
    ['an anchor of a word', `${head}${rules}groups: { a: [&x "terminal:root"] }`, 4, /begins with &/],
    ['a tag', `${head}${rules}people: !!seq []`, 4, /tags are not read/],
    ['a tag of an empty value', `${head}${rules}people: !!null\n`, 4, /tags are not read/],
    ['an anchor of an empty value', `${head}${rules}people: &a\n`, 4, /begins with &/],
    ['a tag of its own kind', `${head}${rules}groups:\n  a: [!env "HOME"]`, 5, /tags are not read/],
    ['teams that are no list', `slack_teams: T0123\n${rules}`, 1, /^“slack_teams” must be a list/],
    ['a team that is no id', `slack_teams:\n  - example\n${rules}`, 2, /^“example” is no id .* T0123/],
    ['a team in lower case', `slack_teams: [t0123]\n${rules}`, 1, /^“t0123” is no id/],
    ['a team that is a list', `slack_teams: [[T0123]]\n${rules}`, 1, /^Each of “slack_teams” must be text/],
    ['an empty team', `slack_teams: [""]\n${rules}`, 1, /^Each of “slack_teams” must be text/],
    ['a guild that is no id', `discord_guilds: [guild]\n${rules}`, 1, /^“guild” is no id .* 1122/],
    [
      'a guild of 21 digits',
      `discord_guilds: [111111111111111111111]\n${rules}`,
      1,
      /is no id for “discord_guilds”/,
    ],
    ['a switch that is yes', `trust_slack_email: yes\n${rules}`, 1, /must be true or false/],
    ['a switch that is a list', `trust_slack_email: [true]\n${rules}`, 1, /must be text/],
    ['very many brackets', `${head}rules: ${'['.repeat(400_000)}`, 3, /^Nested more than 40 deep/],
    ['very many dashes', `${head}${'- '.repeat(400_000)}`, 3, /^Nested more than 40 deep/],
    [
      'brackets on lines of their own',
      `${head}rules: ${'[\n '.repeat(100)}`,
      41,
      /^Nested more than 40 deep/,
    ],
    ['more than a megabyte', `${rules}# ${'x'.repeat(1_000_000)}`, 0, /^The file is larger than 1 MB/],
  ])('is named with its line: %s', (_name, source, line, sentence) => {
    expect(problemsOf(source)).toContainEqual({ line, sentence: expect.stringMatching(sentence) });
  });
});
