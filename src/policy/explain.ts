import type { Actor } from '../core/actor.ts';
import type { EmailAddress } from '../core/email-address.ts';
import type { Permission, PersonFacts } from '../core/permission.ts';
import { accountsOf, decideAccess, platformGroupsFor } from './access.ts';
import type { ExplainedAccess } from './access.ts';
import { matchesPattern } from './pattern.ts';
import type { Policy, Rule, Who } from './policy.ts';

/** What is asked: may this person do this there? */
export interface Question {
  readonly actor: Actor;
  readonly permission: Permission;
  readonly address: EmailAddress;
}

/** A rule that allows it. */
export interface Grounds {
  readonly line: number;
  /** The group, `owner`, or `you` where the rule names the person. */
  readonly through: string;
  /** The pattern that the address matches, as it is written. */
  readonly on: string;
}

/** What only the platform knows. */
export type Condition =
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'e-mail'; readonly address: EmailAddress };

/** A rule that does not allow it, and what of it does not hold. */
export interface NearRule {
  readonly line: number;
  readonly who: readonly Who[];
  readonly missing: readonly ('who' | 'may' | 'on')[];
  readonly rule: Rule;
}

export type Explanation =
  | { readonly kind: 'allowed'; readonly by: Grounds }
  | {
      readonly kind: 'depends';
      readonly ways: readonly { readonly condition: Condition; readonly by: Grounds }[];
    }
  /** `refusal`: why no rule counts for this person at all. */
  | {
      readonly kind: 'refused';
      readonly refusal: string | undefined;
      readonly nearest: readonly NearRule[];
    };

/** As many of the rules that come nearest as somebody reads. */
const mostNearest = 5;

/** Says which rule decides, from the policy alone: no platform is asked. */
export function explainPermission(policy: Policy, question: Question): Explanation {
  const access = decideAccess(policy, question.actor, factsWith([]));
  const by = groundsOf(access, question);
  if (by) return { kind: 'allowed', by };
  if (access.refusal !== undefined) return { kind: 'refused', refusal: access.refusal, nearest: [] };

  // A rule holds through one thing, so each is tried by itself.
  const ways = conditionsFor(policy, question).flatMap((condition) => {
    const grounds = groundsOf(decideAccess(policy, question.actor, factsWith([condition])), question);
    return grounds ? [{ condition, by: grounds }] : [];
  });
  if (ways.length > 0) return { kind: 'depends', ways };
  return { kind: 'refused', refusal: undefined, nearest: nearestRules(policy, access, question) };
}

function conditionsFor(policy: Policy, { actor, address }: Question): readonly Condition[] {
  const groups = platformGroupsFor(policy, actor.identity);
  const isEmailTrusted = policy.trustSlackEmail && actor.identity.platform === 'slack';
  return [
    ...groups.map((id) => ({ kind: 'group' as const, id })),
    ...(isEmailTrusted ? [{ kind: 'e-mail' as const, address }] : []),
  ];
}

function factsWith(conditions: readonly Condition[]): PersonFacts {
  const email = conditions.find((condition) => condition.kind === 'e-mail');
  return {
    standing: 'member',
    groups: conditions.flatMap((condition) => (condition.kind === 'group' ? [condition.id] : [])),
    email: email?.address,
  };
}

function groundsOf(access: ExplainedAccess, { permission, address }: Question): Grounds | undefined {
  const held = access.allowedBy(permission, address);
  if (!held) return undefined;
  const on = held.rule.on.find((pattern) => matchesPattern(pattern, address));
  return { line: held.rule.line, through: held.through, on: on?.source ?? address };
}

function nearestRules(policy: Policy, access: ExplainedAccess, question: Question): readonly NearRule[] {
  const rules = policy.rules.map((rule): NearRule => {
    const holds = {
      who: rule.who.some((who) => isOne(who, policy, access, question)),
      may: rule.may.includes(question.permission),
      on: rule.on.some((pattern) => matchesPattern(pattern, question.address)),
    };
    const missing = (['who', 'may', 'on'] as const).filter((part) => !holds[part]);
    return { line: rule.line, who: rule.who, missing, rule };
  });
  const least = Math.min(...rules.map(({ missing }) => missing.length));
  // Of a rule of which nothing holds there is nothing to learn.
  return rules.filter(({ missing }) => missing.length === least && missing.length < 3).slice(0, mostNearest);
}

function isOne(who: Who, policy: Policy, access: ExplainedAccess, { actor, address }: Question): boolean {
  switch (who.kind) {
    case 'group':
      return access.groups.includes(who.name);
    case 'account':
      return accountsOf(policy, actor.id).includes(who.id);
    case 'owner':
      return access.ownAddresses.includes(address);
  }
}
