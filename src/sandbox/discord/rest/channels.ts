import { intent } from '../gateway/protocol.ts';
import type { ChannelRecord } from '../guilds.ts';
import { readDraft } from '../message-draft.ts';
import type { StoredMessage } from '../messages.ts';
import { channelPayload, messagePayload } from '../payloads.ts';
import type { World } from '../world.ts';
import { RestError } from './error.ts';
import { nothing, ok, route } from './route.ts';
import type { Call } from './route.ts';

const messages = '/channels/{channel_id}/messages';
const message = `${messages}/{message_id}`;
const writing = { limit: { calls: 5, seconds: 5 } } as const;

/** Channels, and the messages that the bot writes there as itself. */
export const channelRoutes = [
  route('GET', '/channels/{channel_id}', ({ world, parts }) =>
    ok(channelPayload(world, readable(world, parts['channel_id']))),
  ),
  route('POST', messages, (call) => ok(post(call)), writing),
  route('GET', messages, ({ world, parts, query }) => {
    const channel = readable(world, parts['channel_id']);
    const limit = Math.min(Number(query.get('limit') ?? 50), 100);
    const before = query.get('before');
    const after = query.get('after');
    const found = open(world, channel.id)
      .filter(({ id }) => (before === null || isOlder(id, before)) && (after === null || isOlder(after, id)))
      .toReversed();
    return ok(found.slice(0, limit).map((one) => messagePayload(world, one)));
  }),
  route('GET', message, (call) => ok(messagePayload(call.world, find(call)))),
  route(
    'PATCH',
    message,
    (call) => {
      const { world, body, uploads } = call;
      const old = own(call);
      const { wantsEphemeral: _never, ...draft } = readDraft(body, uploads, old);
      return ok(messagePayload(world, world.messages.replace(old, draft)));
    },
    writing,
  ),
  route(
    'DELETE',
    message,
    (call) => {
      call.world.messages.remove(own(call));
      return nothing;
    },
    writing,
  ),
];

function post({ world, parts, body, uploads }: Call): unknown {
  const channel = readable(world, parts['channel_id']);
  if (channel.bot !== 'send') throw new RestError(50013);
  if (channel.person !== null) checkDirect(world, channel.person);
  const { wantsEphemeral: _never, ...draft } = readDraft(body, uploads);
  const { nonce, enforce_nonce: enforced } = body;
  const known = enforced === true && nonce !== undefined ? world.nonces.find(channel.id, nonce) : undefined;
  const earlier = known === undefined ? undefined : world.messages.find(known);
  if (earlier) return messagePayload(world, earlier);

  const posted = world.messages.post({
    ...draft,
    channel: channel.id,
    from: world.options.app.id,
    origin: null,
    onlyFor: null,
    loading: false,
  });
  if (nonce !== undefined) world.nonces.remember(posted, nonce);
  const payload = messagePayload(world, posted);
  const kind = channel.guild === null ? intent.directMessages : intent.guildMessages;
  world.gateway.dispatch('MESSAGE_CREATE', { ...payload, guild_id: channel.guild ?? undefined }, kind);
  return nonce === undefined ? payload : { ...payload, nonce };
}

/** @throws {RestError} 50007, 50278 */
function checkDirect({ guilds }: World, id: string): void {
  const person = guilds.person(id);
  if (person?.takesDirectMessages === false) throw new RestError(50007);
  const shared = guilds.guilds().some((guild) => guild.installed !== false && guild.members.has(id));
  if (!shared) throw new RestError(50278);
}

/** @throws {RestError} 10003, 50001 */
function readable({ guilds }: World, id = ''): ChannelRecord {
  const channel = guilds.channel(id);
  if (!channel) throw new RestError(10003);
  const isOutside = channel.guild !== null && guilds.guild(channel.guild)?.installed === false;
  if (isOutside || channel.bot === 'nothing') throw new RestError(50001);
  return channel;
}

/** Ephemeral messages can't be found in a channel: only their interaction's token leads to them. */
function open({ messages: all }: World, channel: string): readonly StoredMessage[] {
  return all.all(channel).filter(({ onlyFor }) => onlyFor === null);
}

function find({ world, parts }: Call): StoredMessage {
  const channel = readable(world, parts['channel_id']);
  const found = open(world, channel.id).find(({ id }) => id === parts['message_id']);
  if (!found) throw new RestError(10008);
  return found;
}

function own(call: Call): StoredMessage {
  const found = find(call);
  if (found.from !== call.world.options.app.id) throw new RestError(50005);
  return found;
}

function isOlder(one: string, other: string): boolean {
  return BigInt(one) < BigInt(other);
}
