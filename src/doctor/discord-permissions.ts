import { z } from 'zod';

const bits = z.string().regex(/^\d+$/).transform(BigInt);

export const guildShape = z.object({
  id: z.string(),
  name: z.string(),
  owner_id: z.string(),
  roles: z.array(z.object({ id: z.string(), permissions: bits })),
});
export const memberShape = z.object({ roles: z.array(z.string()) });
export const channelShape = z.object({
  id: z.string(),
  guild_id: z.string().optional(),
  permission_overwrites: z.array(z.object({ id: z.string(), allow: bits, deny: bits })).default([]),
});

/** What a post to the audit channel takes. */
const needed = { 'View Channel': 1n << 10n, 'Send Messages': 1n << 11n } as const;
const administrator = 1n << 3n;

/**
 * What of it the bot lacks in a channel.
 *
 * @see https://docs.discord.com/developers/topics/permissions#permission-overwrites
 */
export function lackingPermissions(
  bot: string,
  guild: z.infer<typeof guildShape>,
  member: z.infer<typeof memberShape>,
  { permission_overwrites: overwrites }: z.infer<typeof channelShape>,
): readonly string[] {
  // The role of everybody has the id of the guild.
  const held = new Set([guild.id, ...member.roles]);
  const ofRoles = guild.roles
    .filter(({ id }) => held.has(id))
    .reduce((sum, role) => sum | role.permissions, 0n);
  if (guild.owner_id === bot || (ofRoles & administrator) !== 0n) return [];

  const apply = (permissions: bigint, ids: (id: string) => boolean): bigint => {
    const chosen = overwrites.filter(({ id }) => ids(id));
    const denied = chosen.reduce((sum, { deny }) => sum | deny, 0n);
    const allowed = chosen.reduce((sum, { allow }) => sum | allow, 0n);
    return (permissions & ~denied) | allowed;
  };
  const forEverybody = apply(ofRoles, (id) => id === guild.id);
  const forRoles = apply(forEverybody, (id) => member.roles.includes(id));
  const forBot = apply(forRoles, (id) => id === bot);
  return Object.entries(needed).flatMap(([name, bit]) => ((forBot & bit) === 0n ? [name] : []));
}
