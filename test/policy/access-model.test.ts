import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permissions } from '../../src/core/permission.ts';
import type { PersonFacts } from '../../src/core/permission.ts';
import { decideAccess } from '../../src/policy/access.ts';
import { matchesPattern, readPattern } from '../../src/policy/pattern.ts';
import { actor, policyOf } from './policies.ts';
import { modelMay, modelOwn, randomFacts, randomPolicies, universe } from './policy-model.ts';

const member: PersonFacts = { standing: 'member', groups: [], email: undefined };

describe('any policy', () => {
  it('allows each person exactly what the model allows, on each address', () => {
    fc.assert(
      fc.property(randomPolicies, randomFacts, fc.constantFrom(...universe.actors), (raw, facts, id) => {
        const access = decideAccess(policyOf(JSON.stringify(raw)), actor(id), facts);

        for (const permission of permissions) {
          for (const address of universe.addresses) {
            const expected = modelMay(raw, id, facts, permission, address);
            expect([id, permission, address, access.may(permission, address)]).toEqual([
              id,
              permission,
              address,
              expected,
            ]);
            if (expected) expect(access.mayAnywhere(permission)).toBe(true);
            // What whoami shows is what holds.
            const shown = access.grants.some(
              (grant) =>
                grant.permissions.includes(permission) &&
                grant.on.some((source) => {
                  const pattern = readPattern(source);
                  return pattern && matchesPattern(pattern, address);
                }),
            );
            expect(shown).toBe(expected);
          }
        }
        if (access.refusal === undefined) {
          expect(new Set(access.ownAddresses)).toEqual(modelOwn(raw, id, facts));
        }
      }),
      { numRuns: 600 },
    );
  });

  it('that is empty allows nobody anything', () => {
    const empty = policyOf('{ slack_teams: [T1], rules: [] }');

    for (const id of universe.actors) {
      const access = decideAccess(empty, actor(id), member);
      for (const permission of permissions) {
        expect(access.mayAnywhere(permission)).toBe(false);
        for (const address of universe.addresses) expect(access.may(permission, address)).toBe(false);
      }
    }
  });
});
