import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Identity } from '../../core/actor.ts';
import { readEmailAddress } from '../../core/email-address.ts';
import type { EmailAddress } from '../../core/email-address.ts';
import type { Directory, PersonFacts } from '../../core/permission.ts';
import { fateOfCall } from './fate.ts';

/**
 * Milliseconds that the members of a user group are believed. What is said of a person from them is believed for another
 * 30 s: together a minute.
 */
const cached = 30_000;

/** Slack's own messenger, which is no person. */
const slackbot = 'USLACKBOT';

const person = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  deleted: z.boolean().default(false),
  is_bot: z.boolean().default(false),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().default(false),
  is_email_confirmed: z.boolean().default(false),
  enterprise_user: z.object({ teams: z.array(z.string()).default([]) }).optional(),
  profile: z.object({ email: z.string().optional() }).optional(),
});

type Person = z.infer<typeof person>;

/** Slack does not say who somebody is just now. Carries its word alone, not the SDK's error with the whole answer. */
export class DirectoryFailure extends Error {
  override readonly name = 'DirectoryFailure';
  readonly code: string;

  constructor(code: string) {
    super(`Slack could not be asked: ${code}`);
    this.code = code;
  }
}

export function createDirectory(
  client: WebClient,
  workspace: () => string | undefined,
  now: () => number,
  heard: (code: string) => void,
): Directory {
  const groups = new Map<string, { readonly at: number; readonly members: Promise<ReadonlySet<string>> }>();

  /** @throws {DirectoryFailure} */
  const asking = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const { code } = fateOfCall(error);
      heard(code);
      throw new DirectoryFailure(code);
    }
  };

  const membersOf = (group: string): Promise<ReadonlySet<string>> => {
    const known = groups.get(group);
    const age = known ? now() - known.at : 0;
    // A clock that was set back must not make an answer last.
    if (known && age >= 0 && age < cached) return known.members;
    const members = asking(() => client.usergroups.users.list({ usergroup: group })).then(
      ({ users }) => new Set(users),
    );
    groups.set(group, { at: now(), members });
    // A failure is not kept: the next to ask asks Slack.
    members.catch(() => groups.delete(group));
    return members;
  };

  return {
    async describe({ identity }, asked) {
      const own = asked.filter((group) => group.startsWith(`slack-group:${identity.workspace}/`));
      const [facts, member] = await Promise.all([
        factsOf(identity),
        // Groups can be asked for in our own workspace alone.
        Promise.all(
          (identity.workspace === workspace() ? own : []).map(async (group) => {
            const members = await membersOf(group.slice(group.indexOf('/') + 1));
            return members.has(identity.user) ? [group] : [];
          }),
        ),
      ]);
      return { ...facts, groups: facts.standing === 'member' ? member.flat() : [] };
    },
  };

  async function factsOf(identity: Identity): Promise<Omit<PersonFacts, 'groups'>> {
    if (identity.user === slackbot) return { standing: 'bot', email: undefined };
    try {
      const { user } = await asking(() => client.users.info({ user: identity.user }));
      const { data } = person.safeParse(user);
      if (data?.id !== identity.user) return { standing: 'unknown', email: undefined };
      const standing = standingOf(data, identity.workspace);
      return { standing, email: standing === 'member' ? confirmedEmail(data) : undefined };
    } catch (error) {
      const isUnknown =
        error instanceof DirectoryFailure && ['user_not_found', 'user_not_visible'].includes(error.code);
      if (isUnknown) return { standing: 'unknown', email: undefined };
      throw error;
    }
  }
}

function standingOf(found: Person, workspace: string): PersonFacts['standing'] {
  if (found.deleted) return 'deactivated';
  if (found.is_bot) return 'bot';
  const isAtHome = found.team_id === workspace || found.enterprise_user?.teams.includes(workspace) === true;
  if (found.is_stranger || !isAtHome) return 'foreign';
  if (found.is_restricted || found.is_ultra_restricted) return 'guest';
  return 'member';
}

/** An address that Postern's grammar has no room for can't be one of its addresses. */
function confirmedEmail({ is_email_confirmed: isConfirmed, profile }: Person): EmailAddress | undefined {
  return isConfirmed && profile?.email !== undefined ? readEmailAddress(profile.email) : undefined;
}
