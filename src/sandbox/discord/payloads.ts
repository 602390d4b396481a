import type { JsonObject } from '../json.ts';
import type { ChannelRecord, GuildRecord } from './guilds.ts';
import type { StoredMessage } from './messages.ts';
import { messageFlag } from './flags.ts';
import type { DiscordMember, DiscordOptions, DiscordPerson, DiscordRole } from './options.ts';
import { botPermissions, permissionsOf, withoutRoles } from './permissions.ts';
import type { World } from './world.ts';

/** Discord's API objects: how it shows what it knows to the app. */

export function userPayload({ id, username, displayName, isBot }: DiscordPerson): JsonObject {
  return {
    id,
    username,
    discriminator: '0',
    global_name: displayName,
    avatar: null,
    bot: isBot ?? false,
    system: false,
    banner: null,
    accent_color: null,
    public_flags: 0,
    avatar_decoration_data: null,
    collectibles: null,
    primary_guild: null,
  };
}

export function botPerson({ app }: DiscordOptions): DiscordPerson {
  return { id: app.id, username: app.name.toLowerCase(), displayName: app.name, about: 'app', isBot: true };
}

export function memberPayload(member: DiscordMember): JsonObject {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    deaf: false,
    flags: 0,
    joined_at: joined,
    mute: false,
    nick: member.nickname ?? null,
    pending: member.pending ?? false,
    premium_since: null,
    roles: member.roles,
    unusual_dm_activity_until: null,
  };
}

/** Nothing here depends on when people joined. */
const joined = '2026-01-01T00:00:00.000000+00:00';

export function rolePayload({ id, name, permissions }: DiscordRole, position: number): JsonObject {
  return {
    id,
    name,
    description: null,
    permissions: permissions ?? '0',
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: false,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

export function rolePayloads({ id, roles }: GuildRecord): readonly JsonObject[] {
  const everyone = { id, name: '@everyone', permissions: String(withoutRoles) };
  return [everyone, ...roles].map(rolePayload);
}

export function channelPayload({ options, guilds }: World, channel: ChannelRecord): JsonObject {
  const { id, name, topic, guild, person } = channel;
  if (guild === null) {
    const recipient = guilds.person(person ?? '');
    return {
      id,
      type: 1,
      flags: 0,
      last_message_id: null,
      recipients: recipient ? [userPayload(recipient)] : [userPayload(botPerson(options))],
    };
  }
  return {
    id,
    type: 0,
    guild_id: guild,
    name,
    topic: topic === '' ? null : topic,
    position: 0,
    flags: 0,
    nsfw: false,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    permission_overwrites: overwrites(options.app.id, channel),
  };
}

/** What was taken from the bot here. A channel that it does not see at all is not shown to it. */
function overwrites(bot: string, channel: ChannelRecord): readonly JsonObject[] {
  const denied = withoutRoles & ~botPermissions(channel);
  return denied === 0n ? [] : [{ id: bot, type: 1, allow: '0', deny: String(denied) }];
}

export function guildPayload({ guilds }: World, guild: GuildRecord): JsonObject {
  const { id, name, owner, members } = guild;
  return {
    id,
    name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: owner ?? id,
    region: 'deprecated',
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    mfa_level: 0,
    explicit_content_filter: 0,
    nsfw: false,
    nsfw_level: 0,
    max_presences: null,
    max_members: 500_000,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    application_id: null,
    features: [],
    emojis: [],
    stickers: [],
    roles: rolePayloads(guild),
    member_count: members.size + 1,
    joined_at: joined,
    channels: guilds
      .channels()
      .filter((channel) => channel.guild === id && channel.bot !== 'nothing')
      .map(({ id: own }) => own),
  };
}

/** The `d` of GUILD_CREATE: the guild, and what is in it. */
export function guildCreatePayload(world: World, guild: GuildRecord): JsonObject {
  const { guilds, options } = world;
  const bot = {
    user: userPayload(botPerson(options)),
    ...memberPayload({ user: options.app.id, roles: [] }),
  };
  return {
    ...guildPayload(world, guild),
    large: false,
    unavailable: false,
    channels: guilds
      .channels()
      .filter((channel) => channel.guild === guild.id && channel.bot !== 'nothing')
      .map((channel) => channelPayload(world, channel)),
    // Without the privileged intent for members an app gets only itself.
    members: [bot],
    presences: [],
    threads: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** A message as Discord shows it to the app. */
export function messagePayload({ options, guilds }: World, message: StoredMessage): JsonObject {
  const { id, channel, from, content, embeds, components, files, mentions, origin } = message;
  const author = guilds.person(from) ?? botPerson(options);
  const user = (person: string): JsonObject => userPayload(guilds.person(person) ?? botPerson(options));
  const flags =
    message.flags |
    (message.onlyFor === null ? 0 : messageFlag.ephemeral) |
    (message.loading ? messageFlag.loading : 0);
  return {
    id,
    type: origin?.command ? 20 : 0,
    channel_id: channel,
    content,
    author: userPayload(author),
    attachments: files.map(({ id: own, name, type, content: bytes }) => ({
      id: own,
      filename: name,
      size: bytes.length,
      content_type: type,
      url: `attachment://${name}`,
      proxy_url: `attachment://${name}`,
      ephemeral: message.onlyFor !== null,
    })),
    embeds,
    components,
    mentions: mentions.users.map(user),
    mention_roles: mentions.roles,
    mention_everyone: mentions.everyone,
    pinned: false,
    tts: false,
    timestamp: new Date(message.createdAt).toISOString(),
    edited_timestamp: message.editedAt === null ? null : new Date(message.editedAt).toISOString(),
    flags,
    ...(from === options.app.id ? { application_id: options.app.id } : {}),
    ...(origin
      ? {
          webhook_id: options.app.id,
          interaction_metadata: {
            id: origin.interaction,
            type: origin.type,
            user: user(origin.user),
            authorizing_integration_owners: ownersOf(guilds.channel(channel)?.guild ?? null),
            ...(origin.command ? { name: origin.command, command_type: 1 } : {}),
            ...(origin.clicked ? { interacted_message_id: origin.clicked } : {}),
          },
        }
      : {}),
  };
}

/** Installed in the guild, and for nobody by themselves. In direct messages Discord writes `0` for the guild. */
export function ownersOf(guild: string | null): JsonObject {
  return { '0': guild ?? '0' };
}

/** A member with their permissions in the channel, as they come with an interaction. */
export function interactionMember(
  guild: GuildRecord,
  person: DiscordPerson,
  member: DiscordMember,
): JsonObject {
  return {
    ...memberPayload(member),
    user: userPayload(person),
    permissions: String(permissionsOf(guild, member)),
  };
}
