import { Routes } from 'discord.js';
import type { REST } from 'discord.js';
import type { Identity } from '../../core/actor.ts';
import type { Directory, PersonFacts } from '../../core/permission.ts';
import { fateOfCall } from './fate.ts';
import { memberPayload } from './payloads.ts';
import type { MemberPayload } from './payloads.ts';
import type { People } from './people.ts';

/** Discord's words for "no such member" and "no such person". */
const unknownPerson: ReadonlySet<string> = new Set(['10007', '10013']);

/** Discord does not say who somebody is just now. Carries its word alone, not the library's error with the request. */
export class DirectoryFailure extends Error {
  override readonly name = 'DirectoryFailure';
  readonly code: string;

  constructor(code: string) {
    super(`Discord could not be asked: ${code}`);
    this.code = code;
  }
}

/** @param heard hears every code of Discord, for those after which nothing works any more */
export function createDirectory(rest: REST, people: People, heard: (code: string) => void): Directory {
  return {
    async describe({ id, identity }, asked) {
      const member = people.recall(id) ?? (await findMember(identity));
      if (!member) return { standing: 'unknown', groups: [], email: undefined };
      const standing = standingOf(member);
      const held = new Set(member.roles.map((role) => `discord-role:${identity.workspace}/${role}`));
      return {
        standing,
        groups: standing === 'member' ? asked.filter((group) => held.has(group)) : [],
        // Discord tells nobody's.
        email: undefined,
      };
    },
  };

  /** @throws {DirectoryFailure} */
  async function findMember({ workspace, user }: Identity): Promise<MemberPayload | undefined> {
    try {
      const { data } = memberPayload.safeParse(await rest.get(Routes.guildMember(workspace, user)));
      return data?.user.id === user ? data : undefined;
    } catch (error) {
      const { code } = fateOfCall(error);
      heard(code);
      if (unknownPerson.has(code)) return undefined;
      throw new DirectoryFailure(code);
    }
  }
}

/** `pending`: has not yet accepted the rules of the server, and is no more than a guest. */
function standingOf({ user, pending }: MemberPayload): PersonFacts['standing'] {
  if (user.bot === true || user.system === true) return 'bot';
  return pending === true ? 'guest' : 'member';
}
