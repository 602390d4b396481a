import type { DiscordMentions } from '../discord-window.ts';
import { asList, asObject, isObject } from '../json.ts';

/**
 * Whom a text notifies. Without `allowed_mentions` everything in it does.
 *
 * Stricter than Discord: what stands in code counts too.
 *
 * @see https://docs.discord.com/developers/resources/message#allowed-mentions-object
 */
export function mentionsIn(text: string, allowed: unknown): DiscordMentions {
  const all = !isObject(allowed);
  const { parse, users, roles } = asObject(allowed);
  const parsed = asList(parse);
  const may = (kind: string, listed: unknown, id: string): boolean =>
    all || parsed.includes(kind) || asList(listed).includes(id);
  return {
    everyone: /@(everyone|here)/.test(text) && (all || parsed.includes('everyone')),
    users: idsIn(text, /<@!?(\d{17,20})>/g).filter((id) => may('users', users, id)),
    roles: idsIn(text, /<@&(\d{17,20})>/g).filter((id) => may('roles', roles, id)),
  };
}

function idsIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, id = '']) => id))];
}
