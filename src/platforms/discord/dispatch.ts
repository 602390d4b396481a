import { InteractionResponseType } from 'discord.js';
import { cut } from '../../core/cut.ts';
import type { InFlight } from '../../core/in-flight.ts';
import type { Memory } from '../../core/memory.ts';
import type { Open, Suggest, Suggestion, Task } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import { text } from '../../core/text.ts';
import type { PublicView } from '../../core/view.ts';
import { createConversation } from './answers.ts';
import type { Conversation } from './answers.ts';
import type { Interactions } from './interactions.ts';
import { limits } from './limits.ts';
import type { People } from './people.ts';
import { readInteraction } from './requests.ts';
import type { Incoming } from './requests.ts';

export interface DispatchMeans {
  readonly command: string;
  readonly open: Open;
  readonly suggest: Suggest;
  readonly interactions: Interactions;
  readonly people: People;
  /** Ids of interactions that came: Discord may send one twice. */
  readonly memory: Memory<undefined>;
  readonly inFlight: InFlight;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * From an interaction to its answer: read, open, answer first, and only then work. Where Discord didn't take the first
 * answer, nothing is done: the person was told that it failed, or another process of ours answers. What only reads is
 * the first answer itself, where it is ready soon.
 *
 * @returns what takes payloads; it never rejects
 */
export function createDispatch(means: DispatchMeans): (payload: unknown) => Promise<void> {
  const { command, memory, people, inFlight, log } = means;

  return async (payload) => {
    const incoming = readInteraction(payload, command);
    if (typeof incoming === 'string') {
      log.warn({ payload: incoming }, 'discord interaction not answered');
      return;
    }
    const { actor, member, origin } = incoming;
    if (memory.recall([origin.interaction])) return;
    memory.remember([origin.interaction], undefined);
    if (member) people.remember(actor.id, member);
    try {
      await inFlight.track(respond(means, incoming));
    } catch (error) {
      log.error({ err: error, op: origin.interaction }, 'a task broke its promise not to reject');
    }
  };
}

async function respond(means: DispatchMeans, incoming: Incoming): Promise<void> {
  if (incoming.kind === 'typing') return complete(means, incoming);
  const { request, origin } = incoming;
  const task = means.open(request);
  const conversation = createConversation(origin, means);
  const wrong = Object.entries(task.fieldErrors);
  if (wrong.length === 0 && task.reply !== 'form' && task.onlyReads) {
    const stopWaiting = conversation.answerSoon();
    await task.run(conversation);
    return stopWaiting();
  }
  // A form must be the first answer itself; whatever else comes of its request is acknowledged when it is said.
  if (task.reply !== 'form' || wrong.length > 0) {
    const fate = await conversation.acknowledge();
    if (fate.kind !== 'taken') return;
  }
  if (wrong.length > 0) await refuse(conversation, task);
  else await task.run(conversation);
}

async function complete(
  { suggest, interactions, log }: DispatchMeans,
  { typing, origin }: Extract<Incoming, { readonly kind: 'typing' }>,
): Promise<void> {
  const found = await suggest(typing);
  const fate = await interactions.answer(origin, {
    type: InteractionResponseType.ApplicationCommandAutocompleteResult,
    data: { choices: found.flatMap(renderSuggestion).slice(0, limits.choices) },
  });
  // Whoever types on has made the next request already.
  if (fate.kind !== 'taken') log.info({ op: origin.interaction, code: fate.code }, 'suggestions not taken');
}

/** What can't be written down whole would stand for something else. */
function renderSuggestion({ label, value }: Suggestion): readonly { name: string; value: string }[] {
  if (value === '' || value.length > limits.choiceText) return [];
  return [{ name: cut(label, limits.choiceText), value }];
}

async function refuse(conversation: Conversation, { fieldErrors }: Task): Promise<void> {
  // The failure was logged, and nobody waits for more.
  await conversation.privately(refusedFormView(fieldErrors)).catch(() => {});
}

/** A form that was sent can't be shown again. */
export function refusedFormView(fieldErrors: Task['fieldErrors']): PublicView {
  return {
    title: 'That was not done',
    blocks: [
      ...Object.values(fieldErrors).map((sentence) => ({ kind: 'text', text: text`${sentence}` }) as const),
      { kind: 'note', text: text`Nothing was changed. Open the form again.` },
    ],
  };
}
