import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissions } from '../../src/core/permission.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { policyOf } from './policies.ts';
import { head, problemsOf } from './problems.ts';

/** Every key and every kind of id. */
const example = `
slack_teams: [T0123]
trust_slack_email: false
people:
  - { name: Alice Anderson, accounts: ["slack:T0123/U01ALICE", "discord:1122/803511"], addresses: [alice@example.com] }
groups:
  helpdesk: ["slack:T0123/U0DANA", "slack-group:T0123/S0HELP", "discord-role:1122/9911"]
  mail-admins: ["slack:T0123/U0SAM", "terminal:root"]
rules:
  - { who: helpdesk, may: [list, add, edit, change-password, disconnect], on: ["*@example.com"] }
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: owner, may: [list, add, edit, change-password, disconnect], on: ["*@example.com"] }
`;

describe('a policy that holds', () => {
  it('is read as it stands', () => {
    expect(policyOf(example)).toMatchObject({
      slackTeams: ['T0123'],
      discordGuilds: [],
      trustSlackEmail: false,
      people: [
        {
          name: 'Alice Anderson',
          accounts: ['slack:T0123/U01ALICE', 'discord:1122/803511'],
          addresses: ['alice@example.com'],
        },
      ],
      groups: [
        {
          name: 'helpdesk',
          accounts: ['slack:T0123/U0DANA'],
          platformGroups: ['slack-group:T0123/S0HELP', 'discord-role:1122/9911'],
        },
        { name: 'mail-admins', accounts: ['slack:T0123/U0SAM', 'terminal:root'], platformGroups: [] },
      ],
      rules: [
        { line: 10, who: [{ kind: 'group', name: 'helpdesk' }], on: [{ source: '*@example.com' }] },
        {
          line: 11,
          who: [{ kind: 'group', name: 'mail-admins' }],
          may: permissions,
          on: [{ source: '*@*' }],
        },
        { line: 12, who: [{ kind: 'owner' }], may: ['list', 'add', 'edit', 'change-password', 'disconnect'] },
      ],
    });
  });

  it('may be written with one line a key, with Windows line ends and a byte order mark', () => {
    const source =
      '\ufeffslack_teams:\n  - T0123\ntrust_slack_email: true\nrules:\n- who:\n  - owner\n  - "slack:T0123/U1"\n  may:\n  - list\n  on:\n  - "*@*"\n';

    expect(policyOf(source.replaceAll('\n', '\r\n'))).toMatchObject({
      slackTeams: ['T0123'],
      trustSlackEmail: true,
      rules: [{ line: 5, who: [{ kind: 'owner' }, { kind: 'account', id: 'slack:T0123/U1' }] }],
    });
  });

  it('may leave lists without entries, as when all of them are comments', () => {
    expect(
      policyOf(`slack_teams:\npeople:\n  # - nobody yet\ngroups:\ntrust_slack_email:\nrules: []`),
    ).toEqual({
      slackTeams: [],
      discordGuilds: [],
      trustSlackEmail: false,
      people: [],
      groups: [],
      rules: [],
    });
  });

  it('keeps every digit of a number that is an id', () => {
    expect(policyOf('discord_guilds: [1234567890123456789, 0099]\nrules: []').discordGuilds).toEqual([
      '1234567890123456789',
      '0099',
    ]);
  });

  it('takes the words yes, no, on and null for words', () => {
    expect(
      policyOf('groups: { no: ["terminal:null"] }\nrules: [{ who: no, may: [list], on: ["*@*"] }]'),
    ).toMatchObject({
      groups: [{ name: 'no', accounts: ['terminal:null'] }],
      rules: [{ who: [{ kind: 'group', name: 'no' }] }],
    });
  });

  it('reads addresses and patterns in lower case', () => {
    const source = `${head}people: [{ name: A, accounts: [], addresses: [Alice@Example.COM] }]
rules: [{ who: owner, may: [list], on: ["*@Example.COM"] }]`;

    expect(policyOf(source)).toMatchObject({
      people: [{ addresses: ['alice@example.com'] }],
      rules: [{ on: [{ source: '*@example.com' }] }],
    });
  });

  it('counts a permission once that is given twice', () => {
    const source = 'rules: [{ who: owner, may: [list, everything, list], on: ["*@*"] }]';

    expect(policyOf(source).rules[0]?.may.toSorted()).toEqual(permissions.toSorted());
  });

  it('may name ids of Discord before its guilds are served', () => {
    expect(policyOf('groups: { a: ["discord:1/2", "discord-role:1/3"] }\nrules: []').groups).toHaveLength(1);
  });
});

describe('the mistakes of a policy', () => {
  it('are all named, in the order of the lines', () => {
    const source = `slack_teams: [x, T1]
rules:
  - { who: nobody, may: [fly], on: [nowhere] }
groups:
  owner: ["slack:T2/U1", 5]
people: {}
what: 5
`;

    expect(problemsOf(source).map(({ line }) => line)).toEqual([1, 3, 3, 3, 5, 5, 5, 6, 7]);
  });

  it('are named once each', () => {
    expect(problemsOf('rules: [{ who: owner, may: list, on: [] }]')).toHaveLength(2);
    expect(problemsOf('groups: { a b: [] }\nrules: [{ who: a b, may: [list], on: ["*@*"] }]')).toHaveLength(
      1,
    );
    expect(problemsOf('people: [{ name: A, accounts: [*x] }]\nrules: []')).toHaveLength(1);
  });

  it('are repeated at a length that can be read', () => {
    const [problem] = problemsOf(`rules: []\n${'x'.repeat(5000)}: 1`);

    expect(problem?.sentence.length).toBeLessThan(200);
  });
});

describe('references that would grow without end', () => {
  it('are refused before they grow', () => {
    const bomb = ['groups:', '  a: &a ["terminal:a"]'];
    for (let level = 0; level < 30; level += 1) {
      const before = String.fromCodePoint(97 + (level % 26)) + 'x'.repeat(Math.floor(level / 26));
      bomb.push(`  g${level}: &g${level} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    bomb.push('rules: []');

    expect(problemsOf(bomb.join('\n')).length).toBeGreaterThan(30);
  });
});

describe('any text', () => {
  it('is read or refused, never half, and every problem has a line of the text', () => {
    const words =
      `rules groups people who may on a owner list *@* --- : - [ ] { } , " ' * & ! | > # % ?`.split(' ');
    const pieces = fc.constantFrom(...words, ': ', '- ', ' ', '  ', '\n', '\t', '\r', '\u0000');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces, { maxLength: 60 }).map((some) => some.join('')),
          fc.string(),
        ),
        (text) => {
          const read = readPolicy(text);
          if ('policy' in read) return;
          const lines = text.split('\n').length;
          expect(read.problems.length).toBeGreaterThan(0);
          expect(read.problems.every(({ line }) => line >= 0 && line <= lines)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
