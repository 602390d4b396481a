import fc from 'fast-check';
import { readEmailAddress } from '../../src/core/email-address.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { permissions } from '../../src/core/permission.ts';
import type { Permission, PersonFacts } from '../../src/core/permission.ts';
import { globMatches } from './glob-model.ts';

/** A policy as the file has it. JSON is YAML, so this is what the real reader is given. */
export interface RawPolicy {
  readonly slack_teams: readonly string[];
  readonly discord_guilds?: readonly string[];
  readonly trust_slack_email: boolean;
  readonly people: readonly {
    readonly name: string;
    readonly accounts: readonly string[];
    readonly addresses: readonly string[];
  }[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly {
    readonly who: string | readonly string[];
    readonly may: readonly string[];
    readonly on: readonly string[];
  }[];
}

/** Small enough that things meet. */
export const universe = {
  /** T9 and 99 are never served. */
  actors: [
    'slack:T1/U1',
    'slack:T1/U2',
    'slack:T2/U1',
    'slack:T9/U1',
    'discord:11/1',
    'discord:99/1',
    'terminal:root',
    'terminal:U1',
  ],
  addresses: ['alice@example.com', 'bob@example.com', 'alice@mail.example.com', 'alice@example.org'].flatMap(
    (address) => readEmailAddress(address) ?? [],
  ),
  patterns: ['*@*', '*@example.com', 'alice@*', '*@*.example.com', 'bob@example.com', 'a*e@*.org'],
  platformGroups: ['slack-group:T1/S1', 'slack-group:T2/S1', 'discord-role:11/1'],
  groups: ['helpdesk', 'admins', 'empty'],
} as const;

export const randomFacts: fc.Arbitrary<PersonFacts> = fc.record({
  standing: fc.oneof(
    { weight: 6, arbitrary: fc.constant('member' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...(['guest', 'foreign', 'bot', 'deactivated', 'unknown'] as const)),
    },
  ),
  groups: fc.subarray([...universe.platformGroups, 'slack-group:T1/S9']),
  email: fc.option(fc.constantFrom(...universe.addresses), { nil: undefined }),
});

export const randomPolicies: fc.Arbitrary<RawPolicy> = fc
  .tuple(fc.subarray(['T1', 'T2']), fc.constantFrom(undefined, ['11']), fc.boolean())
  .chain(([teams, guilds, trust]) => {
    // Ids of teams that are not served would make the policy one with mistakes.
    const isListable = (id: string) =>
      ['T1', 'T2', 'T9'].every((team) => teams.includes(team) || !id.includes(`:${team}/`)) &&
      !id.includes(':99/');
    const accounts = universe.actors.filter(isListable);
    const members = [...accounts, ...universe.platformGroups.filter(isListable)];
    return fc.record({
      slack_teams: fc.constant(teams),
      ...(guilds ? { discord_guilds: fc.constant(guilds) } : {}),
      trust_slack_email: fc.constant(trust),
      people: randomPeople(accounts),
      groups: fc.record({
        helpdesk: fc.subarray(members),
        admins: fc.subarray(members, { maxLength: Math.min(2, members.length) }),
        empty: fc.constant([]),
      }),
      rules: fc.array(randomRule([...universe.groups, 'owner', ...accounts]), { maxLength: 5 }),
    });
  });

/** No account is two persons'. */
function randomPeople(accounts: readonly string[]): fc.Arbitrary<RawPolicy['people']> {
  return fc.tuple(fc.subarray([...accounts]), fc.nat(4)).chain(([chosen, cut]) =>
    fc.tuple(
      ...[chosen.slice(0, cut), chosen.slice(cut)].map((own, index) =>
        fc.record({
          name: fc.constant(`Person ${index}`),
          accounts: fc.constant(own),
          addresses: fc.subarray([...universe.addresses]),
        }),
      ),
    ),
  );
}

function randomRule(who: readonly string[]): fc.Arbitrary<RawPolicy['rules'][number]> {
  return fc.record({
    who: fc.oneof(fc.constantFrom(...who), fc.subarray([...who], { minLength: 1, maxLength: 3 })),
    may: fc.subarray([...permissions, 'everything'], { minLength: 1, maxLength: 4 }),
    on: fc.subarray([...universe.patterns], { minLength: 1, maxLength: 2 }),
  });
}

/** The rules of the policy once more, as plainly as they can be said. */
export function modelMay(
  raw: RawPolicy,
  id: string,
  facts: PersonFacts,
  permission: Permission,
  address: EmailAddress,
): boolean {
  const [platform = '', rest = ''] = id.split(':');
  const workspace = rest.split('/')[0] ?? '';
  if (facts.standing !== 'member') return false;
  if (platform === 'slack' && !raw.slack_teams.includes(workspace)) return false;
  if (platform === 'discord' && !raw.discord_guilds?.includes(workspace)) return false;

  const accounts = raw.people.find((person) => person.accounts.includes(id))?.accounts ?? [id];
  const isMember = (member: string) => {
    if (accounts.includes(member)) return true;
    const kind = platform === 'slack' ? 'slack-group' : 'discord-role';
    return (
      platform !== 'terminal' && member.startsWith(`${kind}:${workspace}/`) && facts.groups.includes(member)
    );
  };
  const holds = (who: string) => {
    if (who === 'owner') return modelOwn(raw, id, facts).has(address);
    return who.includes(':') ? accounts.includes(who) : (raw.groups[who] ?? []).some(isMember);
  };
  return raw.rules.some(
    ({ who, may, on }) =>
      (may.includes(permission) || may.includes('everything')) &&
      on.some((pattern) => globMatches(pattern, address)) &&
      [who].flat().some(holds),
  );
}

export function modelOwn(raw: RawPolicy, id: string, facts: PersonFacts): ReadonlySet<string> {
  const own = new Set(raw.people.find((person) => person.accounts.includes(id))?.addresses);
  if (raw.trust_slack_email && id.startsWith('slack:') && facts.email) own.add(facts.email);
  return own;
}
