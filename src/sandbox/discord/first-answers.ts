import { asList, asObject, asText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { fillIds } from './components.ts';
import { isEphemeral } from './flags.ts';
import { originOf } from './interaction-payloads.ts';
import { interactionType } from './interactions.ts';
import type { Interaction } from './interactions.ts';
import { limits } from './judge/limits.ts';
import { problemsOfModal } from './judge/modal.ts';
import { list, object, problemsOf, string } from './judge/report.ts';
import { readDraft } from './message-draft.ts';
import type { Upload } from './message-draft.ts';
import type { StoredMessage } from './messages.ts';
import { messagePayload } from './payloads.ts';
import { refuseBody, RestError } from './rest/error.ts';
import type { World } from './world.ts';

/** Discord's numbers. @see https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-interaction-callback-type */
export const answerType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const;

const newMessage = [answerType.message, answerType.deferredMessage] as const;
const inPlace = [answerType.deferredUpdate, answerType.update] as const;

/** Which first answers fit which interaction. */
function fitting({ kind, clicked }: Interaction): readonly number[] {
  switch (kind) {
    case 'autocomplete':
      return [answerType.choices];
    case 'command':
      return [...newMessage, answerType.modal];
    case 'component':
      return [...newMessage, ...inPlace, answerType.modal];
    case 'modal':
      // Only a form that a button opened has a message to update. A modal doesn't follow a modal.
      return clicked === null ? newMessage : [...newMessage, ...inPlace];
  }
}

/**
 * The first answer to an interaction: it settles what may follow, and who sees it.
 *
 * @returns the body for `with_response=true`
 * @throws {RestError}
 */
export function answerFirst(
  world: World,
  id: string,
  token: string,
  body: JsonObject,
  uploads: readonly Upload[],
): JsonObject {
  const interaction = world.interactions.find(id);
  if (interaction?.token !== token) throw new RestError(10062);
  if (interaction.answer !== null) throw new RestError(40060);
  if (Date.now() - interaction.createdAt > (world.options.interactionLifetime ?? 3000))
    throw new RestError(10062);

  const type = Number(body['type']);
  const allowed = fitting(interaction);
  if (!allowed.includes(type)) {
    const message = `Value must be one of {${allowed.join(', ')}}.`;
    refuseBody([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message }]);
  }
  const data = asObject(body['data']);
  const message = act(world, interaction, type, data, uploads);
  world.interactions.change(interaction, {
    answer: { type, at: Date.now(), choices: asList(data['choices']) },
    original: message?.id ?? null,
    messages: message ? [message.id] : [],
  });
  return {
    interaction: {
      id,
      type: interactionType[interaction.kind],
      ...(message
        ? {
            response_message_id: message.id,
            response_message_loading: message.loading,
            response_message_ephemeral: message.onlyFor !== null,
          }
        : {}),
    },
    resource: { type, ...(message ? { message: messagePayload(world, message) } : {}) },
  };
}

/** @returns the message that it made or changed, or that may be changed from now on */
function act(
  world: World,
  interaction: Interaction,
  type: number,
  data: JsonObject,
  uploads: readonly Upload[],
): StoredMessage | undefined {
  switch (type) {
    case answerType.message: {
      const { wantsEphemeral, ...draft } = readDraft(data, uploads, null, ['data']);
      return postAnswer(world, interaction, draft, wantsEphemeral);
    }
    case answerType.deferredMessage:
      return postAnswer(world, interaction, emptyDraft, isEphemeral(Number(data['flags'] ?? 0)), true);
    case answerType.deferredUpdate:
      return clickedMessage(world, interaction);
    case answerType.update: {
      const clicked = clickedMessage(world, interaction);
      const { wantsEphemeral: _ignored, ...draft } = readDraft(data, uploads, clicked, ['data']);
      return world.messages.replace(clicked, draft);
    }
    case answerType.choices:
      refuseBody(problemsOf((report) => choices(report, ['data'], data)));
      return undefined;
    default:
      refuseBody(problemsOfModal(data, ['data']));
      world.modals.open({
        person: interaction.person,
        channel: interaction.channel,
        clicked: interaction.clicked,
        modal: {
          custom_id: asText(data['custom_id']),
          title: asText(data['title']),
          components: fillIds(data['components']),
        },
      });
      return undefined;
  }
}

const choices = object({
  required: {
    choices: list(
      object({
        required: {
          name: string(limits.choiceName),
          value: (report, path, value) => {
            if (typeof value !== 'number') string(limits.choiceValue)(report, path, value);
          },
        },
      }),
      limits.choices,
      0,
    ),
  },
});

const emptyDraft = {
  content: '',
  embeds: [],
  components: [],
  files: [],
  flags: 0,
  mentions: { everyone: false, users: [], roles: [] },
} as const;

/** A new message in answer to an interaction. Who sees it is settled here, for good. */
export function postAnswer(
  { messages, options }: World,
  interaction: Interaction,
  draft: Pick<StoredMessage, 'content' | 'embeds' | 'components' | 'files' | 'flags' | 'mentions'>,
  isPrivate: boolean,
  loading = false,
): StoredMessage {
  return messages.post({
    ...draft,
    channel: interaction.channel,
    from: options.app.id,
    origin: originOf(interaction),
    onlyFor: isPrivate ? interaction.person : null,
    loading,
  });
}

function clickedMessage({ messages }: World, { clicked }: Interaction): StoredMessage {
  const message = clicked === null ? undefined : messages.find(clicked);
  if (!message) throw new RestError(10008);
  return message;
}
