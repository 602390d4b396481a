import { expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import type { Permission } from '../../src/core/permission.ts';
import { explainPermission } from '../../src/policy/explain.ts';
import { explanationLines } from '../../src/policy/explain-words.ts';
import { actor, policyOf } from './policies.ts';

const source = `slack_teams: [T0123, T0456]
discord_guilds: ["1122"]
trust_slack_email: true
people:
  - { name: Alice, accounts: ["slack:T0123/U01ALICE", "discord:1122/803511"], addresses: [alice@example.com] }
groups:
  helpdesk: ["slack:T0123/U0DANA", "slack-group:T0123/S0HELP", "discord-role:1122/9911"]
  mail-admins: ["slack:T0123/U0SAM", "terminal:root"]
rules:
  - { who: helpdesk, may: [list, add], on: ["*@example.com", "sales@*.example.org"] }
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: [owner, mail-admins], may: [list], on: ["*@example.com"] }
  - { who: ["terminal:dana", "discord:1122/803511"], may: [audit], on: ["*@example.com"] }
`;

function explained(text: string, [who, permission, address]: readonly [string, Permission, string]) {
  const policy = policyOf(text);
  const question = { actor: actor(who), permission, address: parseEmailAddress(address) };
  return explanationLines(policy, question, explainPermission(policy, question));
}

const asLongAs = (name: string) =>
  `  As long as ${name} says that it is a member: guests, bots and deactivated accounts are refused.`;

it.each<[name: string, asked: readonly [string, Permission, string], lines: readonly string[]]>([
  [
    'a member of a group',
    ['slack:T0123/U0DANA', 'add', 'sales@mx.example.org'],
    [
      'Allowed. slack:T0123/U0DANA: add on sales@mx.example.org',
      '  By the rule on line 10, through the group helpdesk, on sales@*.example.org.',
      asLongAs('Slack'),
    ],
  ],
  [
    'somebody who is named, on Discord',
    ['discord:1122/803511', 'audit', 'bob@example.com'],
    [
      'Allowed. discord:1122/803511: audit on bob@example.com',
      '  By the rule on line 13, which names the account or another one of the same person, on *@example.com.',
      asLongAs('Discord'),
    ],
  ],
  [
    'an owner',
    ['slack:T0123/U01ALICE', 'list', 'alice@example.com'],
    [
      'Allowed. slack:T0123/U01ALICE: list on alice@example.com',
      '  By the rule on line 12, as the owner of the address, on *@example.com.',
      asLongAs('Slack'),
    ],
  ],
  [
    'a user of the terminal',
    ['terminal:root', 'edit', 'bob@example.net'],
    [
      'Allowed. terminal:root: edit on bob@example.net',
      '  By the rule on line 11, through the group mail-admins, on *@*.',
    ],
  ],
  [
    'somebody of whom Slack knows more',
    ['slack:T0123/U0NEW', 'list', 'new@example.com'],
    [
      'It depends on what Slack says. slack:T0123/U0NEW: list on new@example.com',
      '  Allowed if Slack says that U0NEW is in slack-group:T0123/S0HELP. By the rule on line 10, through the group helpdesk, on *@example.com.',
      '  Allowed if Slack says that U0NEW has the confirmed e-mail address new@example.com. By the rule on line 12, as the owner of the address, on *@example.com.',
      asLongAs('Slack'),
    ],
  ],
  [
    'somebody of whom Discord knows more',
    ['discord:1122/7', 'add', 'new@example.com'],
    [
      'It depends on what Discord says. discord:1122/7: add on new@example.com',
      '  Allowed if Discord says that 7 is in discord-role:1122/9911. By the rule on line 10, through the group helpdesk, on *@example.com.',
      asLongAs('Discord'),
    ],
  ],
  [
    'somebody for whom no rule is',
    ['terminal:mike', 'list', 'bob@example.com'],
    [
      'Not allowed. terminal:mike: list on bob@example.com',
      '  No rule allows it. Nearest:',
      '  line 10: terminal:mike is not in helpdesk (also listed there: slack-group:T0123/S0HELP, discord-role:1122/9911).',
      '  line 11: terminal:mike is not in mail-admins.',
      '  line 12: “people” lists bob@example.com with no account of theirs and terminal:mike is not in mail-admins.',
    ],
  ],
  [
    'somebody of whom a rule lacks two things',
    ['slack:T0456/U1', 'edit', 'bob@example.net'],
    [
      'Not allowed. slack:T0456/U1: edit on bob@example.net',
      '  No rule allows it. Nearest:',
      '  line 11: slack:T0456/U1 is not in mail-admins.',
    ],
  ],
  [
    'a team that is not served',
    ['slack:T9/U1', 'list', 'bob@example.com'],
    [
      'Not allowed. slack:T9/U1: list on bob@example.com',
      '  T9 is not served: “slack_teams” has T0123, T0456.',
    ],
  ],
  [
    'a guild that is not served',
    ['discord:9/1', 'list', 'bob@example.com'],
    ['Not allowed. discord:9/1: list on bob@example.com', '  9 is not served: “discord_guilds” has 1122.'],
  ],
])('explains %s', (_name, asked, lines) => {
  expect(explained(source, asked)).toEqual(lines);
});

const small = (rule: string) => `rules:\n  - ${rule}\n`;

it.each<[name: string, text: string, asked: readonly [string, Permission, string], lines: readonly string[]]>(
  [
    [
      'that no team is served at all',
      'rules: []',
      ['slack:T9/U1', 'list', 'bob@example.com'],
      ['  T9 is not served: “slack_teams” is empty.'],
    ],
    [
      'that there is no rule',
      'rules: []',
      ['terminal:a', 'list', 'bob@example.com'],
      ['  No rule is for this person, this permission or this address.'],
    ],
    [
      'nothing of a rule of which nothing holds',
      small('{ who: ["terminal:b"], may: [add], on: ["*@example.net"] }'),
      ['terminal:a', 'list', 'bob@example.com'],
      ['  No rule is for this person, this permission or this address.'],
    ],
    [
      'two things that a rule lacks',
      small('{ who: ["terminal:b", "terminal:c"], may: [add], on: ["*@example.com"] }'),
      ['terminal:a', 'list', 'bob@example.com'],
      [
        '  No rule allows it. Nearest:',
        '  line 2: it is for terminal:b and it is for terminal:c; its “may” lacks list.',
      ],
    ],
    [
      'where a rule holds instead',
      small('{ who: ["terminal:a"], may: [list], on: ["*@example.net", "*@example.org"] }'),
      ['terminal:a', 'list', 'bob@example.com'],
      ['  No rule allows it. Nearest:', '  line 2: bob@example.com is not on *@example.net, *@example.org.'],
    ],
    [
      'the first five of many rules',
      `rules:\n${'  - { who: ["terminal:a"], may: [add], on: ["*@*"] }\n'.repeat(7)}`,
      ['terminal:a', 'list', 'bob@example.com'],
      [
        '  No rule allows it. Nearest:',
        ...[2, 3, 4, 5, 6].map((line) => `  line ${line}: its “may” lacks list.`),
      ],
    ],
  ],
)('says %s', (_name, text, asked, lines) => {
  expect(explained(text, asked).slice(1)).toEqual(lines);
});
