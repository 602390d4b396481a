import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { permissions } from '../../src/core/permission.ts';
import { decideAccess } from '../../src/policy/access.ts';
import { explainPermission } from '../../src/policy/explain.ts';
import { explanationLines } from '../../src/policy/explain-words.ts';
import { actor, policyOf } from './policies.ts';

const source = `slack_teams: [T0123]
discord_guilds: ["1122"]
trust_slack_email: true
people:
  - { name: Alice, accounts: ["slack:T0123/U01ALICE", "discord:1122/803511"], addresses: [alice@example.com] }
groups:
  helpdesk: ["slack:T0123/U0DANA", "slack-group:T0123/S0HELP", "discord-role:1122/9911"]
  mail-admins: ["slack:T0123/U0SAM", "terminal:root"]
rules:
  - { who: helpdesk, may: [list, add, change-password], on: ["*@example.com", "sales@*.example.org"] }
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: owner, may: [list, change-password], on: ["*@example.com"] }
  - { who: ["terminal:dana", "discord:1122/803511"], may: [audit], on: ["*@example.com"] }
`;

function explained(who: string, permission: (typeof permissions)[number], address: string): string {
  const policy = policyOf(source);
  const question = { actor: actor(who), permission, address: parseEmailAddress(address) };
  return explanationLines(policy, question, explainPermission(policy, question)).join('\n');
}

describe('an explanation', () => {
  it.each([
    [
      'the rule that allows it, through which group, on which pattern',
      ['slack:T0123/U0DANA', 'add', 'sales@mx.example.org'],
      ['Allowed.', 'line 10, through the group helpdesk, on sales@*.example.org'],
    ],
    [
      'that the person is named, also by another account',
      ['slack:T0123/U01ALICE', 'audit', 'bob@example.com'],
      ['Allowed.', 'line 13, which names the account or another one'],
    ],
    [
      'that it is the owner',
      ['discord:1122/803511', 'change-password', 'alice@example.com'],
      ['Allowed.', 'line 12, as the owner'],
    ],
    [
      'that Slack has to say who is in a group',
      ['slack:T0123/U0NEW', 'add', 'bob@example.com'],
      [
        'It depends on what Slack says.',
        'if Slack says that U0NEW is in slack-group:T0123/S0HELP',
        'line 10',
      ],
    ],
    [
      'that Slack has to say whose e-mail address it is',
      ['slack:T0123/U0NEW', 'list', 'new@example.com'],
      ['if Slack says that U0NEW has the confirmed e-mail address new@example.com', 'line 12'],
    ],
    [
      'what the nearest rules lack',
      ['slack:T0123/U0DANA', 'disconnect', 'bob@example.com'],
      [
        'Not allowed.',
        'line 10: its “may” lacks disconnect.',
        'line 11: slack:T0123/U0DANA is not in mail-admins.',
      ],
    ],
    [
      'for whom a rule is instead',
      ['terminal:mike', 'audit', 'bob@example.com'],
      ['line 13: it is for terminal:dana and it is for discord:1122/803511.'],
    ],
    [
      'where the person may',
      ['slack:T0123/U0DANA', 'add', 'bob@example.net'],
      ['line 10: bob@example.net is not on *@example.com, sales@*.example.org.'],
    ],
    [
      'that the workspace is not served',
      ['slack:T9/U0DANA', 'add', 'bob@example.com'],
      ['Not allowed.', 'T9 is not served: “slack_teams” has T0123.'],
    ],
  ] as const)('says %s', (_name, [who, permission, address], expected) => {
    const lines = explained(who, permission, address);
    for (const sentence of expected) expect(lines).toContain(sentence);
  });

  it('is what the server decides, whoever asks for whatever', () => {
    const policy = policyOf(source);
    const people = [
      'slack:T0123/U0DANA',
      'slack:T0123/U0NEW',
      'slack:T0123/U01ALICE',
      'discord:1122/803511',
      'discord:1122/1',
      'terminal:root',
      'terminal:mike',
      'slack:T9/U0DANA',
    ];
    const addresses = ['alice@example.com', 'bob@example.com', 'sales@mx.example.org', 'x@example.net'];
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom(...permissions),
        fc.constantFrom(...addresses),
        fc.boolean(),
        fc.boolean(),
        (who, permission, at, isInGroup, hasEmail) => {
          const question = { actor: actor(who), permission, address: parseEmailAddress(at) };
          const groups = ['slack-group:T0123/S0HELP', 'discord-role:1122/9911'];
          const facts = {
            standing: 'member' as const,
            groups: isInGroup ? groups : [],
            email: hasEmail ? question.address : undefined,
          };
          const decided = decideAccess(policy, question.actor, facts).may(permission, question.address);
          const explanation = explainPermission(policy, question);
          const isMet =
            explanation.kind === 'depends' &&
            explanation.ways.some(({ condition }) => (condition.kind === 'group' ? isInGroup : hasEmail));
          expect(explanation.kind === 'allowed' || isMet).toBe(decided);
        },
      ),
      { numRuns: 500 },
    );
  });
});
