import { asText } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { ChannelRecord } from '../workspace.ts';
import type { World } from '../world.ts';
import { ApiError, readIds } from './method.ts';
import type { Method } from './method.ts';

const reading = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

const open: Method = {
  token: 'bot',
  scopes: ['im:write', 'mpim:write'],
  run: (world, args) => {
    const users = readIds(args['users']);
    if (users.length === 0) throw new ApiError('users_list_not_supplied');
    if (users.length > 1) throw new ApiError('method_not_supported_for_channel_type');
    const person = world.workspace.person(users[0] ?? '');
    if (!person) throw new ApiError('user_not_found');
    if (person.deleted) throw new ApiError('user_disabled');
    if (person.isBot) throw new ApiError('cannot_dm_bot');
    return { no_op: true, already_open: true, channel: { id: world.workspace.directWith(person.id).id } };
  },
};

const info: Method = {
  token: 'bot',
  scopes: reading,
  run: (world, args) => ({ channel: toApi(world, find(world, args)) }),
};

const members: Method = {
  token: 'bot',
  scopes: reading,
  run: (world, args) => ({
    members: [...find(world, args).members],
    response_metadata: { next_cursor: '' },
  }),
};

export const conversationMethods = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.members': members,
} as const;

/** Which scope is needed depends on what the channel is. A private one is no channel to who is not in it. */
function find({ workspace, options }: World, args: JsonObject): ChannelRecord {
  const { scopes, botUser } = options.app;
  const channel = workspace.channel(asText(args['channel']));
  if (!channel || (channel.isPrivate && !channel.members.has(botUser))) {
    throw new ApiError('channel_not_found');
  }
  const needed = channel.kind === 'direct' ? 'im:read' : channel.isPrivate ? 'groups:read' : 'channels:read';
  if (!scopes.includes(needed)) throw new ApiError('missing_scope', { needed, provided: scopes.join(',') });
  return channel;
}

function toApi(
  { options }: World,
  { id, name, kind, topic, members: inside, archived, isPrivate }: ChannelRecord,
): JsonObject {
  const { botUser } = options.app;
  if (kind === 'direct') {
    return {
      id,
      is_im: true,
      is_channel: false,
      is_archived: archived,
      user: [...inside].find((user) => user !== botUser),
    };
  }
  return {
    id,
    name,
    name_normalized: name,
    is_archived: archived,
    num_members: inside.size,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    is_member: inside.has(botUser),
    is_shared: false,
    is_ext_shared: false,
    is_org_shared: false,
    topic: { value: topic },
    purpose: { value: '' },
    context_team_id: options.team.id,
  };
}
