import { readContent } from '../content.ts';
import { asText } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { StoredMessage } from '../messages.ts';
import type { ChannelRecord } from '../workspace.ts';
import type { World } from '../world.ts';
import { ApiError } from './method.ts';
import type { Method } from './method.ts';

const postMessage: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  run: (world, args) => {
    const channel = writableChannel(world, asText(args['channel']));
    const message = world.messages.post({
      ...readContent(args),
      channel: channel.id,
      from: world.options.app.botUser,
      onlyFor: null,
    });
    return { channel: channel.id, ts: message.ts, message: toApi(world, message) };
  },
};

const postEphemeral: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  run: (world, args) => {
    const channel = writableChannel(world, asText(args['channel']), false);
    const user = asText(args['user']);
    if (!world.workspace.person(user)) throw new ApiError('user_not_found');
    if (!channel.members.has(user)) throw new ApiError('user_not_in_channel');
    const message = world.messages.post({
      ...readContent(args),
      channel: channel.id,
      from: world.options.app.botUser,
      onlyFor: user,
    });
    return { message_ts: message.ts };
  },
};

const update: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  run: (world, args) => {
    const message = ownMessage(world, args, 'cant_update_message');
    const changed = world.messages.replace(message, readContent(args));
    return { channel: message.channel, ts: message.ts, text: changed.text, message: toApi(world, changed) };
  },
};

const remove: Method = {
  token: 'bot',
  scopes: ['chat:write'],
  run: (world, args) => {
    const message = ownMessage(world, args, 'cant_delete_message');
    world.messages.remove(message);
    return { channel: message.channel, ts: message.ts };
  },
};

export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
} as const;

/** A channel by id or #name, or the direct messages with a person by the person's id. */
function writableChannel(world: World, target: string, publicToo = true): ChannelRecord {
  const { workspace, options } = world;
  const person = workspace.person(target);
  if (person?.deleted) throw new ApiError('user_disabled');
  const channel = person
    ? workspace.directWith(target)
    : workspace.channels().find(({ id, kind, name }) => {
        return id === target || (kind === 'channel' && name === target.replace(/^#/, ''));
      });
  const isInside = channel?.members.has(options.app.botUser) ?? false;
  if (!channel || (channel.isPrivate && !isInside)) throw new ApiError('channel_not_found');
  if (channel.archived) throw new ApiError('is_archived');
  const everywhere = publicToo && options.app.scopes.includes('chat:write.public');
  if (!isInside && !everywhere) throw new ApiError('not_in_channel');
  return channel;
}

/** Ephemeral messages can't be found: no method changes them, only a response_url. */
function ownMessage(world: World, args: JsonObject, otherwise: string): StoredMessage {
  const channel = world.workspace.channel(asText(args['channel']));
  if (!channel) throw new ApiError('channel_not_found');
  const message = world.messages.find(channel.id, asText(args['ts']));
  if (!message || message.onlyFor !== null) throw new ApiError('message_not_found');
  if (message.from !== world.options.app.botUser) throw new ApiError(otherwise);
  if (channel.archived) throw new ApiError('is_archived');
  return message;
}

/** A message of the app, as Slack shows it to the app. */
export function toApi({ options }: World, { ts, text, blocks, from }: StoredMessage): JsonObject {
  const { id, botId } = options.app;
  return { type: 'message', user: from, bot_id: botId, app_id: id, team: options.team.id, ts, text, blocks };
}
