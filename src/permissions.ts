import type { Actor, ActorId, PlatformName } from './core/actor.ts';
import type { EmailAddress } from './core/email-address.ts';
import { UserError } from './core/errors.ts';
import type { Directory, PermissionCheck, PersonFacts } from './core/permission.ts';
import type { Log } from './core/ports.ts';
import { decideAccess, platformGroupsFor, refusedAccess, servesWorkspace } from './policy/access.ts';
import type { ExplainedAccess } from './policy/access.ts';
import { createPeopleCache } from './policy/people-cache.ts';
import type { PeopleCache } from './policy/people-cache.ts';
import type { Policy, Problem } from './policy/policy.ts';
import { readPolicyFile } from './policy/policy-file.ts';

export interface PermissionsOptions {
  /** The path of the policy file. */
  readonly file: string;
  /** Asked at each question, since the platforms are built later. */
  readonly directory: (platform: PlatformName) => Directory | undefined;
  readonly log: Log;
  /** In milliseconds. */
  readonly now: () => number;
}

export interface Permissions extends PermissionCheck {
  accessOf(actor: Actor): Promise<ExplainedAccess>;
  /** Reads the file. One that is broken or gone leaves the policy as it was, and the log says so. Never rejects. */
  reload(): Promise<void>;
  /** `problems`: what was wrong with the file when it was last read. */
  status(): { readonly loaded: boolean; readonly problems: readonly string[] };
  slackTeams(): readonly string[];
  discordGuilds(): readonly string[];
}

/** A policy and what was asked of the platforms under it: a new one starts with no answers. */
interface Loaded {
  readonly policy: Policy;
  readonly people: PeopleCache;
}

const notYet = 'The policy has not been read yet, so nobody may do anything. Try again in a moment.';
const noFile = 'There is no policy file, so nobody may do anything. Write a first one: postern init';
const brokenFile = 'The policy file has mistakes, so nobody may do anything. The log of Postern names them.';

/** Who may do what, from the policy file. Nobody may do anything until `reload` has read one. */
export function createPermissions({ file, directory, log, now }: PermissionsOptions): Permissions {
  let loaded: Loaded | undefined;
  let problems: readonly string[] = [notYet];
  let whyNothing = notYet;
  let reading = Promise.resolve();

  async function accessOf(actor: Actor): Promise<ExplainedAccess> {
    const current = loaded;
    if (!current) return refusedAccess(whyNothing);
    const { policy, people } = current;
    if (!servesWorkspace(policy, actor.identity)) return decideAccess(policy, actor, unasked);
    const isFresh = directory(actor.identity.platform)?.comesWithRequest === true;
    const facts = await (isFresh ? factsOf(policy, actor) : people(actor.id, () => factsOf(policy, actor)));
    // The policy was read anew while the platform was asked: what it no longer allows must not pass.
    return loaded === current ? decideAccess(policy, actor, facts) : accessOf(actor);
  }

  async function factsOf(policy: Policy, actor: Actor): Promise<PersonFacts> {
    const { platform } = actor.identity;
    // Whoever has the shell is there; nobody else can say who they are.
    if (platform === 'terminal') return { standing: 'member', groups: [], email: undefined };
    const groups = platformGroupsFor(policy, actor.identity);
    try {
      const asked = directory(platform);
      if (!asked) throw new Error(`No directory of ${platform}`);
      return await asked.describe(actor, groups);
    } catch (error) {
      log.warn({ err: error, actor: actor.id }, 'The platform could not be asked who somebody is');
      throw new UserError(
        'try-again',
        'Who you are could not be read just now, so nothing was done. Try again in a moment.',
        { cause: error },
      );
    }
  }

  async function read(): Promise<void> {
    const found = await readPolicyFile(file);
    if (found.kind === 'policy') {
      loaded = { policy: found.policy, people: createPeopleCache(now) };
      problems = [];
      const { people, groups, rules } = found.policy;
      log.info({ file, people: people.length, groups: groups.length, rules: rules.length }, 'Policy read');
      return;
    }
    const consequence = loaded ? 'The policy that was read before stays.' : 'Nobody may do anything.';
    if (found.kind === 'missing') {
      whyNothing = noFile;
      problems = [`There is no policy file. ${consequence} Write a first one: postern init`];
      for (const problem of problems) log.error({ file }, problem);
      return;
    }
    problems = found.problems.map(inOneLine);
    whyNothing = brokenFile;
    for (const { line, sentence } of found.problems) log.error({ file, line }, sentence);
    log.error({ file, problems: problems.length }, `The policy file has mistakes. ${consequence}`);
  }

  return {
    accessOf,
    ownersOf: (address) => (loaded ? ownersOf(loaded.policy, address) : []),
    // One after the other: of two signals the later one decides.
    reload: () => (reading = reading.then(read)),
    status: () => ({ loaded: loaded !== undefined, problems }),
    slackTeams: () => loaded?.policy.slackTeams ?? [],
    discordGuilds: () => loaded?.policy.discordGuilds ?? [],
  };
}

/** Of somebody whose workspace isn't served, no platform is asked. */
const unasked: PersonFacts = { standing: 'unknown', groups: [], email: undefined };

function ownersOf({ people }: Policy, address: EmailAddress): readonly (readonly ActorId[])[] {
  return people.filter(({ addresses }) => addresses.includes(address)).map(({ accounts }) => accounts);
}

function inOneLine({ line, sentence }: Problem): string {
  return line === 0 ? sentence : `line ${line}: ${sentence}`;
}
