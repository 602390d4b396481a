import type { Actor, ActorId, Identity } from '../core/actor.ts';
import type { EmailAddress } from '../core/email-address.ts';
import { permissions } from '../core/permission.ts';
import type { Access, Grant, Permission, PersonFacts } from '../core/permission.ts';
import { matchesPattern } from './pattern.ts';
import type { Policy, Rule, Who } from './policy.ts';

/** A rule that holds for a person, and why it does. */
export interface HeldRule {
  readonly rule: Rule;
  /** The group, `owner`, or `you` where the rule names the person. */
  readonly through: string;
  /** Only these of the addresses that the rule is about; undefined for all of them. */
  readonly only: readonly EmailAddress[] | undefined;
}

/** Access that can say which rule allows something. */
export interface ExplainedAccess extends Access {
  /** The first in the file; undefined where it is refused. */
  allowedBy(permission: Permission, address: EmailAddress): HeldRule | undefined;
}

const strangersAsk = 'whoever runs Postern';

/** Decides from the policy and the facts alone. What no rule allows is refused. */
export function decideAccess(policy: Policy, actor: Actor, facts: PersonFacts): ExplainedAccess {
  const refusal = servesWorkspace(policy, actor.identity)
    ? refusalOf(facts.standing)
    : 'This workspace is not one of those that Postern serves.';
  if (refusal !== undefined) return refusedAccess(refusal);

  const accounts = accountsOf(policy, actor.id);
  const groups = groupsOf(policy, accounts, platformGroupsHeld(policy, actor, facts));
  const ownAddresses = ownAddressesOf(policy, actor, facts);
  const held = policy.rules.flatMap((rule) => holding(rule, { accounts, groups, ownAddresses }));
  const allowedBy = (permission: Permission, address: EmailAddress) =>
    held.find((candidate) => candidate.rule.may.includes(permission) && covers(candidate, address));

  return {
    groups,
    ownAddresses,
    grants: held.map(grantOf),
    refusal: undefined,
    ask: askOf(policy),
    allowedBy,
    may: (permission, address) => allowedBy(permission, address) !== undefined,
    mayAnywhere: (permission) => held.some(({ rule }) => rule.may.includes(permission)),
  };
}

/** Of somebody who may do nothing, whatever the rules say. They learn nothing of the policy either. */
export function refusedAccess(refusal: string): ExplainedAccess {
  return {
    groups: [],
    ownAddresses: [],
    grants: [],
    refusal,
    ask: strangersAsk,
    allowedBy: () => undefined,
    may: () => false,
    mayAnywhere: () => false,
  };
}

export function servesWorkspace(policy: Policy, { platform, workspace }: Identity): boolean {
  switch (platform) {
    case 'slack':
      return policy.slackTeams.includes(workspace);
    case 'discord':
      return policy.discordGuilds.includes(workspace);
    case 'terminal':
      return true;
  }
}

/** The groups of this platform and workspace that the policy names: nothing else need be asked of the platform. */
export function platformGroupsFor(policy: Policy, { platform, workspace }: Identity): readonly string[] {
  if (platform === 'terminal') return [];
  const prefix = platform === 'slack' ? `slack-group:${workspace}/` : `discord-role:${workspace}/`;
  const named = policy.groups.flatMap(({ platformGroups }) => platformGroups);
  return [...new Set(named)].filter((group) => group.startsWith(prefix));
}

const outsiders: Readonly<Record<Exclude<PersonFacts['standing'], 'member'>, string>> = {
  guest: 'Guests of a workspace can’t use Postern, only its members can.',
  foreign: 'You belong to another workspace. Postern serves only members of its own.',
  bot: 'Bots and apps can’t use Postern, only people can.',
  deactivated: 'Your account is deactivated.',
  unknown: 'The workspace has no member with your id.',
};

/** A standing that there is not, from a platform that is read wrongly, is none that allows anything. */
function refusalOf(standing: PersonFacts['standing']): string | undefined {
  if (standing === 'member') return undefined;
  const known: Readonly<Record<string, string | undefined>> = outsiders;
  return known[standing] ?? outsiders.unknown;
}

/** All accounts of the person; of somebody who isn't in the list, the one they are here with. */
export function accountsOf(policy: Policy, actor: ActorId): readonly ActorId[] {
  return policy.people.find(({ accounts }) => accounts.includes(actor))?.accounts ?? [actor];
}

/**
 * A platform's own groups are those of the account that is asking: the other platforms aren't asked, and what a
 * platform says of another's groups is not believed.
 */
function platformGroupsHeld(policy: Policy, actor: Actor, facts: PersonFacts): readonly string[] {
  return platformGroupsFor(policy, actor.identity).filter((group) => facts.groups.includes(group));
}

function groupsOf(
  policy: Policy,
  accounts: readonly ActorId[],
  platformGroups: readonly string[],
): readonly string[] {
  return policy.groups
    .filter(
      (group) =>
        group.accounts.some((account) => accounts.includes(account)) ||
        group.platformGroups.some((platformGroup) => platformGroups.includes(platformGroup)),
    )
    .map(({ name }) => name);
}

function ownAddressesOf(
  policy: Policy,
  { id, identity }: Actor,
  facts: PersonFacts,
): readonly EmailAddress[] {
  const listed = policy.people.find(({ accounts }) => accounts.includes(id))?.addresses ?? [];
  const isTrusted = policy.trustSlackEmail && identity.platform === 'slack' && facts.email !== undefined;
  return [...new Set(isTrusted ? [...listed, facts.email] : listed)];
}

interface PersonInPolicy {
  readonly accounts: readonly ActorId[];
  readonly groups: readonly string[];
  readonly ownAddresses: readonly EmailAddress[];
}

function holding(rule: Rule, { accounts, groups, ownAddresses }: PersonInPolicy): readonly HeldRule[] {
  return rule.who.flatMap((who: Who): readonly HeldRule[] => {
    switch (who.kind) {
      case 'group':
        return groups.includes(who.name) ? [{ rule, through: who.name, only: undefined }] : [];
      case 'account':
        return accounts.includes(who.id) ? [{ rule, through: 'you', only: undefined }] : [];
      case 'owner': {
        const only = ownAddresses.filter((address) => isOn(rule, address));
        return only.length > 0 ? [{ rule, through: 'owner', only }] : [];
      }
    }
  });
}

function isOn(rule: Rule, address: EmailAddress): boolean {
  return rule.on.some((pattern) => matchesPattern(pattern, address));
}

/** An owner's addresses were held against the patterns already. */
function covers({ rule, only }: HeldRule, address: EmailAddress): boolean {
  return only ? only.includes(address) : isOn(rule, address);
}

function grantOf({ rule, through, only }: HeldRule): Grant {
  return { through, permissions: rule.may, on: only ?? rule.on.map(({ source }) => source) };
}

/** The groups that may do everything somewhere are the ones to turn to. */
function askOf(policy: Policy): string {
  const mightiest = policy.rules
    .filter(({ may }) => permissions.every((permission) => may.includes(permission)))
    .flatMap(({ who }) => who.flatMap((one) => (one.kind === 'group' ? [one.name] : [])));
  return mightiest.length > 0 ? `someone in ${[...new Set(mightiest)].join(' or ')}` : strangersAsk;
}
