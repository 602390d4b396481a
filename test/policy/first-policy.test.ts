import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorId, actorOf, platformNames } from '../../src/core/actor.ts';
import type { ActorId } from '../../src/core/actor.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { permissions } from '../../src/core/permission.ts';
import { decideAccess } from '../../src/policy/access.ts';
import { firstPolicy } from '../../src/policy/first-policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

const sam = { platform: 'slack', workspace: 'T0123', user: 'U0SAM' } as const;
const root = { platform: 'terminal', workspace: '', user: 'root' } as const;
const dana = { platform: 'discord', workspace: '1122', user: '5' } as const;
const member = { standing: 'member', groups: [], email: undefined } as const;
const alice = parseEmailAddress('alice@example.com');

function policyOf(administrators: readonly ActorId[], domain?: string) {
  const read = readPolicy(firstPolicy({ administrators, ...(domain === undefined ? {} : { domain }) }));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.policy;
}

describe('the first policy', () => {
  it.each([
    ['a person of Slack', sam],
    ['a user of a terminal', root],
    ['a person of Discord', dana],
  ])('lets %s do everything, and nobody else anything', (_name, identity) => {
    const policy = policyOf([actorId(identity)]);
    const eve = { ...identity, user: identity.platform === 'slack' ? 'U0EVE' : '6' };

    const access = decideAccess(policy, actorOf(identity), member);
    expect(permissions.filter((permission) => access.may(permission, alice))).toEqual(permissions);
    const hers = decideAccess(policy, actorOf(eve), member);
    expect(permissions.filter((permission) => hers.mayAnywhere(permission))).toEqual([]);
  });

  it('serves the workspaces of its administrators, each once', () => {
    expect(
      policyOf([actorId(sam), actorId({ ...sam, user: 'U1' }), actorId(root), actorId(dana)]),
    ).toMatchObject({
      slackTeams: ['T0123'],
      discordGuilds: ['1122'],
    });
  });

  it('is about the addresses of the domain, for their owners', () => {
    expect(policyOf([], 'example.org').rules.at(-1)?.on).toMatchObject([{ source: '*@example.org' }]);
    expect(policyOf([]).rules.at(-1)?.on).toMatchObject([{ source: '*@example.com' }]);
  });

  it('still holds when its examples are no longer comments', () => {
    const text = firstPolicy({ administrators: [actorId(sam), actorId(dana)] });
    const examples = text.replaceAll(/^ {2}# (?=-|helpdesk)/gm, '  ');
    const served = examples.replace('["T0123"]', '[T0123]').replace('["1122"]', '[1122]');

    expect(served).not.toBe(text);
    const read = readPolicy(served);
    expect('problems' in read ? read.problems : []).toEqual([]);
    expect('policy' in read && read.policy.people.length + read.policy.rules.length).toBe(4);
  });

  it('names every permission', () => {
    const text = firstPolicy({ administrators: [] }).replaceAll(/\n# /g, ' ');

    expect(text).toContain(`Permissions: ${permissions.join(', ')};`);
  });

  it('holds for whatever a user of a terminal is called', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^\s/]{1,20}$/), (user) => {
        const id = actorId({ platform: platformNames[2], workspace: '', user });
        expect(policyOf([id]).groups).toMatchObject([{ accounts: [id] }]);
      }),
    );
  });
});
