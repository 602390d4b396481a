import { describe, expect, it } from 'vitest';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { permissions } from '../../src/core/permission.ts';
import type { PersonFacts } from '../../src/core/permission.ts';
import { decideAccess, platformGroupsFor, refusedAccess, servesWorkspace } from '../../src/policy/access.ts';
import { actor, policyOf } from './policies.ts';

const member: PersonFacts = { standing: 'member', groups: [], email: undefined };
const alice = parseEmailAddress('alice@example.com');
const bob = parseEmailAddress('bob@example.com');
const elsewhere = parseEmailAddress('alice@example.org');

const policy = policyOf(`
slack_teams: [T0123]
discord_guilds: ["1122"]
people:
  - { name: Alice, accounts: ["slack:T0123/U01ALICE", "discord:1122/803511"], addresses: [alice@example.com, alice@example.org] }
groups:
  helpdesk: ["slack:T0123/U0DANA", "slack-group:T0123/S0HELP", "discord-role:1122/9911"]
  printers: ["discord:1122/803511"]
  mail-admins: ["slack:T0123/U0SAM", "terminal:root"]
rules:
  - { who: helpdesk, may: [list, edit], on: ["*@example.com"] }
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: owner, may: [list, disconnect], on: ["*@example.com"] }
  - { who: [printers, "slack:T0123/U0BOB"], may: [add], on: ["bob@*", "printer@*"] }
`);

describe('who may do what', () => {
  it.each([
    ['a member of a group', 'slack:T0123/U0DANA', [], 'list', alice, true],
    ['a member of a group, elsewhere', 'slack:T0123/U0DANA', [], 'list', elsewhere, false],
    ['a member of a group, something else', 'slack:T0123/U0DANA', [], 'add', alice, false],
    ['a member of a user group of Slack', 'slack:T0123/U1', ['slack-group:T0123/S0HELP'], 'edit', bob, true],
    ['a bearer of a role of Discord', 'discord:1122/5', ['discord-role:1122/9911'], 'edit', bob, true],
    [
      'somebody Slack says has a role of Discord',
      'slack:T0123/U1',
      ['discord-role:1122/9911'],
      'edit',
      bob,
      false,
    ],
    ['somebody without a rule', 'slack:T0123/U0EVE', [], 'list', alice, false],
    ['an administrator', 'slack:T0123/U0SAM', [], 'export-audit', elsewhere, true],
    ['an administrator on a terminal', 'terminal:root', [], 'disconnect-generic', alice, true],
    ['another user on a terminal', 'terminal:eve', [], 'list', alice, false],
    ['an owner', 'slack:T0123/U01ALICE', [], 'disconnect', alice, true],
    ['an owner, with another account', 'discord:1122/803511', [], 'disconnect', alice, true],
    [
      'an owner, of an address that the rule is not about',
      'slack:T0123/U01ALICE',
      [],
      'list',
      elsewhere,
      false,
    ],
    ['an owner, of the address of somebody else', 'slack:T0123/U01ALICE', [], 'list', bob, false],
    ['a person whose other account is in a group', 'slack:T0123/U01ALICE', [], 'add', bob, true],
    ['a person whom a rule names', 'slack:T0123/U0BOB', [], 'add', bob, true],
    ['a person whom a rule names, elsewhere', 'slack:T0123/U0BOB', [], 'add', alice, false],
    ['the same id in another workspace', 'slack:T0666/U0SAM', [], 'list', alice, false],
    ['the same id in another guild', 'discord:6666/803511', [], 'disconnect', alice, false],
    ['the same name on a terminal', 'terminal:U0SAM', [], 'list', alice, false],
  ] as const)('%s (%s, %j): %s on %s is %s', (_name, id, groups, permission, address, expected) => {
    const access = decideAccess(policy, actor(id), { ...member, groups });

    expect(access.may(permission, address)).toBe(expected);
    expect(access.allowedBy(permission, address) !== undefined).toBe(expected);
  });

  it.each([
    ['guest', /Guests/],
    ['foreign', /another workspace/],
    ['bot', /Bots/],
    ['deactivated', /deactivated/],
    ['unknown', /no member/],
  ] as const)('a %s may nothing, and is told why', (standing, sentence) => {
    const access = decideAccess(policy, actor('slack:T0123/U0SAM'), { ...member, standing });

    expect(access.refusal).toMatch(sentence);
    expect(access.may('list', alice)).toBe(false);
    expect(access.mayAnywhere('list')).toBe(false);
    expect(access.allowedBy('list', alice)).toBeUndefined();
  });

  it.each(['', 'owner', undefined])(
    'somebody with a standing that there is not (%s) may nothing',
    (other) => {
      // As of a platform that is read wrongly.
      const access = decideAccess(policy, actor('slack:T0123/U0SAM'), {
        ...member,
        standing: other as never,
      });

      expect(access.refusal).toMatch(/no member/);
      expect(access.mayAnywhere('list')).toBe(false);
    },
  );

  it('somebody of another workspace is told so, and learns nothing of the policy', () => {
    expect(decideAccess(policy, actor('slack:T0666/U0SAM'), member)).toMatchObject({
      refusal: 'This workspace is not one of those that Postern serves.',
      ask: 'whoever runs Postern',
      groups: [],
      grants: [],
      ownAddresses: [],
    });
  });

  it('somebody who is refused may nothing', () => {
    const access = refusedAccess('Because.');

    expect(access).toMatchObject({ refusal: 'Because.', groups: [], grants: [], ownAddresses: [] });
    expect(
      permissions.some((permission) => access.may(permission, alice) || access.mayAnywhere(permission)),
    ).toBe(false);
    expect(access.allowedBy('list', alice)).toBeUndefined();
  });
});

describe('what whoami shows', () => {
  it('is every rule that holds, and through what', () => {
    const access = decideAccess(policy, actor('slack:T0123/U01ALICE'), {
      ...member,
      groups: ['slack-group:T0123/S0HELP'],
    });

    expect(access.refusal).toBeUndefined();
    expect(access.groups).toEqual(['helpdesk', 'printers']);
    expect(access.ownAddresses).toEqual([alice, elsewhere]);
    expect(access.grants).toEqual([
      { through: 'helpdesk', permissions: ['list', 'edit'], on: ['*@example.com'] },
      { through: 'owner', permissions: ['list', 'disconnect'], on: ['alice@example.com'] },
      { through: 'printers', permissions: ['add'], on: ['bob@*', 'printer@*'] },
    ]);
  });

  it('calls a rule that names the person “you”', () => {
    expect(decideAccess(policy, actor('slack:T0123/U0BOB'), member).grants).toEqual([
      { through: 'you', permissions: ['add'], on: ['bob@*', 'printer@*'] },
    ]);
  });

  it('names the rule that allows something, the first one', () => {
    const access = decideAccess(policy, actor('slack:T0123/U01ALICE'), {
      ...member,
      groups: ['slack-group:T0123/S0HELP'],
    });

    expect(access.allowedBy('list', alice)).toMatchObject({ through: 'helpdesk', rule: { line: 11 } });
    expect(access.allowedBy('disconnect', alice)).toMatchObject({ through: 'owner', rule: { line: 13 } });
  });

  it.each([
    ['one group', ['{ who: mail-admins, may: [everything], on: ["*@*"] }'], 'someone in mail-admins'],
    [
      'two groups',
      [
        '{ who: mail-admins, may: [everything], on: ["*@*"] }',
        '{ who: [helpdesk, mail-admins], may: [everything], on: ["*@*"] }',
      ],
      'someone in mail-admins or helpdesk',
    ],
    [
      'no group, but a person',
      ['{ who: "terminal:root", may: [everything], on: ["*@*"] }'],
      'whoever runs Postern',
    ],
    ['no group, but owners', ['{ who: owner, may: [everything], on: ["*@*"] }'], 'whoever runs Postern'],
    [
      'a group that may most',
      ['{ who: helpdesk, may: [list, add, audit], on: ["*@*"] }'],
      'whoever runs Postern',
    ],
  ])('says whom to ask where %s may everything', (_name, rules, expected) => {
    const asked = policyOf(
      `groups: { helpdesk: [], mail-admins: [] }\nrules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`,
    );

    expect(decideAccess(asked, actor('terminal:eve'), member).ask).toBe(expected);
  });
});

describe('the e-mail that a platform has confirmed', () => {
  const source = (trust: boolean) =>
    policyOf(`
slack_teams: [T1]
discord_guilds: ["1"]
trust_slack_email: ${trust}
people:
  - { name: Bob, accounts: ["slack:T1/U1"], addresses: [bob@example.com] }
rules:
  - { who: owner, may: [list], on: ["*@example.com"] }
`);

  it.each([
    ['counts on Slack where it is trusted', true, 'slack:T1/U2', alice, [alice]],
    ['counts beside what the policy lists', true, 'slack:T1/U1', alice, [bob, alice]],
    ['counts once', true, 'slack:T1/U1', bob, [bob]],
    ['is nothing where there is none', true, 'slack:T1/U2', undefined, []],
    ['does not count where it is not trusted', false, 'slack:T1/U2', alice, []],
    ['does not count on Discord', true, 'discord:1/2', alice, []],
    ['does not count on a terminal', true, 'terminal:eve', alice, []],
  ])('%s', (_name, trust, id, email, expected) => {
    const access = decideAccess(source(trust), actor(id), { ...member, email });

    expect(access.ownAddresses).toEqual(expected);
    expect(access.may('list', alice)).toBe(expected.some((address) => address === alice));
    expect(access.mayAnywhere('list')).toBe(expected.length > 0);
  });

  it('gives nothing where no owner rule is about the address', () => {
    const access = decideAccess(source(true), actor('slack:T1/U2'), { ...member, email: elsewhere });

    expect(access).toMatchObject({ ownAddresses: [elsewhere], grants: [] });
    expect(access.mayAnywhere('list')).toBe(false);
  });
});

describe('what a platform is asked', () => {
  const asking = policyOf(`
slack_teams: [T1, T2]
groups:
  a: ["slack-group:T1/S1", "slack-group:T2/S2", "discord-role:11/1"]
  b: ["slack-group:T1/S1", "slack-group:T1/S3", "discord-role:1/1"]
rules: []
`);

  it.each([
    ['slack:T1/U1', ['slack-group:T1/S1', 'slack-group:T1/S3']],
    ['slack:T2/U1', ['slack-group:T2/S2']],
    ['slack:T3/U1', []],
    ['discord:1/1', ['discord-role:1/1']],
    ['terminal:root', []],
  ])('%s: only the groups of its workspace that the policy names', (id, expected) => {
    expect(platformGroupsFor(asking, actor(id).identity)).toEqual(expected);
  });

  it.each([
    ['slack:T1/U1', true],
    ['slack:T3/U1', false],
    ['discord:1/1', false],
    ['terminal:root', true],
  ])('%s is served: %s', (id, expected) => {
    expect(servesWorkspace(asking, actor(id).identity)).toBe(expected);
  });
});
