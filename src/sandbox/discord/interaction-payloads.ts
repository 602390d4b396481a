import type { JsonObject } from '../json.ts';
import { interactionType } from './interactions.ts';
import type { Interaction } from './interactions.ts';
import { limits } from './judge/limits.ts';
import type { StoredMessage } from './messages.ts';
import {
  channelPayload,
  interactionMember,
  memberPayload,
  messagePayload,
  ownersOf,
  rolePayload,
  userPayload,
} from './payloads.ts';
import { botPermissions } from './permissions.ts';
import type { World } from './world.ts';

/**
 * The `d` of INTERACTION_CREATE.
 *
 * @param data what was typed, clicked or filled in
 * @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
 */
export function interactionPayload(world: World, interaction: Interaction, data: JsonObject): JsonObject {
  const { options, guilds, messages } = world;
  const { id, token, kind, guild: guildId } = interaction;
  const person = guilds.person(interaction.person);
  const channel = guilds.channel(interaction.channel);
  const guild = guildId === null ? undefined : guilds.guild(guildId);
  const member = guild?.members.get(interaction.person);
  if (!person || !channel) throw new Error(`There is no ${interaction.person} in ${interaction.channel}`);
  const message = interaction.clicked === null ? undefined : messages.find(interaction.clicked);
  const locale = person.locale ?? 'en-US';

  return {
    id,
    application_id: options.app.id,
    type: interactionType[kind],
    token,
    version: 1,
    data,
    channel_id: channel.id,
    channel: { ...channelPayload(world, channel), permissions: String(botPermissions(channel)) },
    ...(guild && member
      ? {
          guild_id: guild.id,
          guild: { id: guild.id, locale: 'en-US', features: [] },
          guild_locale: 'en-US',
          member: interactionMember(guild, person, member),
        }
      : { user: userPayload(person) }),
    ...(message ? { message: messagePayload(world, message) } : {}),
    app_permissions: String(botPermissions(channel)),
    locale,
    entitlements: [],
    entitlement_sku_ids: [],
    authorizing_integration_owners: ownersOf(guildId),
    context: guildId === null ? 1 : 0,
    attachment_size_limit: limits.fileSize,
  };
}

/** What goes with chosen people and roles, so that the app need not ask for them. */
export function resolvedEntities(
  { guilds }: World,
  guildId: string | null,
  values: readonly string[],
): JsonObject {
  const guild = guildId === null ? undefined : guilds.guild(guildId);
  const users = values.flatMap((id) => guilds.person(id) ?? []);
  const members = values.flatMap((id) => guild?.members.get(id) ?? []);
  const roles = (guild?.roles ?? []).filter(({ id }) => values.includes(id));
  return {
    ...byId('users', users, userPayload),
    ...byId('members', members, memberPayload, ({ user }) => user),
    ...byId('roles', roles, (role) => rolePayload(role, 1)),
  };
}

function byId<Item extends object>(
  key: string,
  items: readonly Item[],
  draw: (item: Item) => JsonObject,
  idOf: (item: Item) => string = (item) => ('id' in item ? String(item.id) : ''),
): JsonObject {
  if (items.length === 0) return {};
  return { [key]: Object.fromEntries(items.map((item) => [idOf(item), draw(item)])) };
}

/** Which interaction a message answers. */
export function originOf(interaction: Interaction): NonNullable<StoredMessage['origin']> {
  return {
    interaction: interaction.id,
    type: interactionType[interaction.kind],
    user: interaction.person,
    command: interaction.kind === 'command' ? interaction.command : null,
    clicked: interaction.clicked,
  };
}
