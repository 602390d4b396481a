import { asText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ChannelRecord, GuildRecord } from './guilds.ts';
import type { DiscordMember } from './options.ts';
import type { World } from './world.ts';

/** @see https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags */
const permission = {
  administrator: 1n << 3n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readHistory: 1n << 16n,
  useCommands: 1n << 31n,
} as const;

const everything = (1n << 53n) - 1n;

/** What `@everyone` may in a new guild, as far as it matters here. */
export const withoutRoles =
  permission.viewChannel |
  permission.sendMessages |
  permission.embedLinks |
  permission.attachFiles |
  permission.readHistory |
  permission.useCommands;

export function permissionsOf(guild: GuildRecord, member: DiscordMember): bigint {
  if (guild.owner === member.user) return everything;
  const bits = guild.roles
    .filter(({ id }) => member.roles.includes(id))
    .reduce((sum, { permissions }) => sum | BigInt(permissions ?? '0'), withoutRoles);
  return (bits & permission.administrator) === 0n ? bits : everything;
}

/** What the bot may in a channel. */
export function botPermissions({ bot }: ChannelRecord): bigint {
  if (bot === 'send') return withoutRoles;
  return bot === 'see' ? withoutRoles & ~permission.sendMessages : 0n;
}

/**
 * The commands that Discord's window offers a person in a channel.
 *
 * `default_member_permissions` hides a command from who lacks one of them; `0` from all but administrators. Both give
 * way to what the guild's administrators set for a role. A command of the guild goes before a global one of the same name.
 */
export function usableCommands(
  { commands, guilds }: World,
  person: string,
  channel: ChannelRecord,
): readonly JsonObject[] {
  if (channel.guild === null) return commands.list(null).filter((command) => fitsContext(command, botDirect));
  const guild = guilds.guild(channel.guild);
  const member = guild?.members.get(person);
  if (!guild || !member || guild.installed === false) return [];

  const own = commands.list(guild.id);
  const ownNames = new Set(own.map(({ name }) => name));
  const global = commands.list(null).filter(({ name }) => !ownNames.has(name));
  const permissions = permissionsOf(guild, member);
  const isLetIn = (guild.commandRoles ?? []).some((role) => role === guild.id || member.roles.includes(role));
  return [...own, ...global]
    .filter((command) => fitsContext(command, inGuild))
    .filter((command) => isLetIn || mayByDefault(command, permissions));
}

/** Numbers of contexts. @see https://docs.discord.com/developers/interactions/application-commands#interaction-contexts */
const inGuild = 0;
const botDirect = 1;

function fitsContext({ contexts, dm_permission: direct }: JsonObject, context: number): boolean {
  if (Array.isArray(contexts)) return contexts.includes(context);
  return context === inGuild || direct !== false;
}

function mayByDefault({ default_member_permissions: wanted }: JsonObject, permissions: bigint): boolean {
  if (wanted === null || wanted === undefined) return true;
  const bits = BigInt(asText(wanted));
  if (bits === 0n) return (permissions & permission.administrator) !== 0n;
  return (permissions & bits) === bits;
}
