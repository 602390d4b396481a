import type { JsonObject } from '../../json.ts';
import { answerFirst, postAnswer } from '../first-answers.ts';
import type { Interaction } from '../interactions.ts';
import { readDraft } from '../message-draft.ts';
import type { Upload } from '../message-draft.ts';
import type { StoredMessage } from '../messages.ts';
import { messagePayload } from '../payloads.ts';
import type { World } from '../world.ts';
import { RestError } from './error.ts';
import { nothing, ok, route } from './route.ts';
import type { Call } from './route.ts';

const webhook = '/webhooks/{webhook_id}/{webhook_token}';
const original = `${webhook}/messages/@original`;
const message = `${webhook}/messages/{message_id}`;
const withToken = { token: 'none', limit: { calls: 5, seconds: 2 } } as const;

/** Answers to interactions: the first one, and what follows with its token. */
export const interactionRoutes = [
  route(
    'POST',
    '/interactions/{interaction_id}/{interaction_token}/callback',
    ({ world, parts, body, uploads, query }) => {
      const { interaction_id: id = '', interaction_token: token = '' } = parts;
      const answered = answerFirst(world, id, token, body, uploads);
      return query.get('with_response') === 'true' ? ok(answered) : nothing;
    },
    { token: 'none' },
  ),
  route(
    'POST',
    webhook,
    (call) => {
      const { world, body, uploads } = call;
      const followed = followUp(world, byToken(call), body, uploads);
      return ok(messagePayload(world, followed));
    },
    withToken,
  ),
  route('GET', original, (call) => get(call), withToken),
  route('PATCH', original, (call) => edit(call), withToken),
  route('DELETE', original, (call) => remove(call), withToken),
  route('GET', message, (call) => get(call), withToken),
  route('PATCH', message, (call) => edit(call), withToken),
  route('DELETE', message, (call) => remove(call), withToken),
];

/** The interaction that this token belongs to, as long as it counts. */
function byToken({ world, parts }: Call): Interaction {
  const { webhook_id: id, webhook_token: token = '' } = parts;
  const interaction = world.interactions.findByToken(token);
  if (!interaction) throw new RestError(50027);
  const { answer, createdAt, kind } = interaction;
  // Until the first answer there is no webhook; suggestions never have one.
  if (id !== world.options.app.id || answer === null || kind === 'autocomplete') throw new RestError(10015);
  if (Date.now() - createdAt > (world.options.tokenLifetime ?? 15 * 60_000)) throw new RestError(50027);
  return interaction;
}

/**
 * A further message. The first one after a deferred answer takes that one's place, and is seen by whom that one was
 * promised to, whatever its own flags say.
 *
 * @see https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message
 */
function followUp(
  world: World,
  interaction: Interaction,
  body: JsonObject,
  uploads: readonly Upload[],
): StoredMessage {
  const first = interaction.original === null ? undefined : world.messages.find(interaction.original);
  const { wantsEphemeral, ...draft } = readDraft(body, uploads);
  if (first?.loading) return world.messages.replace(first, { ...draft, loading: false });
  const posted = postAnswer(world, interaction, draft, wantsEphemeral);
  const known = world.interactions.find(interaction.id) ?? interaction;
  world.interactions.change(known, { messages: [...known.messages, posted.id] });
  return posted;
}

/** @throws {RestError} 10008, for a message that is not this token's */
function findMessage(call: Call): StoredMessage {
  const { original: first, messages } = byToken(call);
  const id = call.parts['message_id'] ?? first ?? '';
  const found = messages.includes(id) ? call.world.messages.find(id) : undefined;
  if (!found) throw new RestError(10008);
  return found;
}

function get(call: Call) {
  return ok(messagePayload(call.world, findMessage(call)));
}

/** An edit never changes who sees the message: what was deferred openly stays open. */
function edit(call: Call) {
  const { world, body, uploads } = call;
  const old = findMessage(call);
  const { wantsEphemeral: _ignored, ...draft } = readDraft(body, uploads, old);
  return ok(messagePayload(world, world.messages.replace(old, { ...draft, loading: false })));
}

function remove(call: Call) {
  call.world.messages.remove(findMessage(call));
  return nothing;
}
