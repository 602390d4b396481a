import { InteractionResponseType, MessageFlags } from 'discord.js';
import { NotDelivered } from '../../core/platform.ts';
import type { Answers } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import type { PrivateView } from '../../core/view.ts';
import type { Fate } from './fate.ts';
import { renderForm } from './form.ts';
import { alreadyAnswered } from './interactions.ts';
import type { FirstAnswer, Interactions } from './interactions.ts';
import { limits } from './limits.ts';
import { asPrivate, messageBody } from './message.ts';
import type { Origin } from './requests.ts';

export interface AnswerMeans {
  readonly interactions: Interactions;
  readonly log: Log;
  /** In milliseconds. */
  readonly now: () => number;
}

export interface Conversation extends Answers {
  /** The first answer, where it isn't a form. Nothing may be done before Discord took it. */
  acknowledge(): Promise<Fate>;
}

/**
 * What Discord calls the original message of this interaction.
 *
 * - `none`: nothing was answered yet.
 * - `empty`: a private message that says that an answer is coming.
 * - `filled`: a private message that is the answer.
 * - `clicked`: the private message that was clicked.
 * - `form`: there is none.
 */
type Original = 'none' | 'empty' | 'filled' | 'clicked' | 'form';

/** The ways back to one person: all of them are private. */
export function createConversation(origin: Origin, { interactions, log, now }: AnswerMeans): Conversation {
  const expires = now() + limits.tokenLifetime;
  let original: Original = 'none';

  const acknowledge = async (): Promise<Fate> => {
    const fate = await interactions.answer(origin, deferral(origin));
    if (fate.kind === 'taken') original = origin.isPrivate ? 'clicked' : 'empty';
    else noted(fate);
    return fate;
  };

  const noted = (fate: Exclude<Fate, { readonly kind: 'taken' }>): void => {
    const fields = { op: origin.interaction, code: fate.code, fate: fate.kind };
    if (fate.code === alreadyAnswered) log.info(fields, 'answered by another process');
    else log.warn(fields, 'answer not taken by discord');
  };

  /** @throws {NotDelivered} */
  const send = async (view: PrivateView, inPlace: boolean): Promise<void> => {
    const holdsSecret = view.blocks.some(({ kind }) => kind === 'secret');
    const body = messageBody(view);
    const edit = () => interactions.edit(origin, body);
    const followUp = () => interactions.followUp(origin, asPrivate(body), !holdsSecret);
    const drawn = original === 'none' ? await acknowledge() : undefined;
    if (drawn && drawn.kind !== 'taken') throw notDelivered(drawn);
    if (now() > expires) throw notDelivered({ kind: 'refused', code: 'token_expired' });
    const isEdit = original === 'empty' || (inPlace && original === 'clicked');
    const first = isEdit ? await edit() : await followUp();
    if (first.kind === 'taken') {
      if (original === 'empty') original = 'filled';
      return;
    }
    noted(first);
    // It may be on a screen already: never show a secret twice.
    if (!isEdit || (first.kind === 'unknown' && holdsSecret)) throw notDelivered(first);
    // The message may have been dismissed.
    const second = await followUp();
    if (second.kind === 'taken') {
      // The first message that follows fills the one that says that an answer is coming: nothing may replace it.
      if (original === 'empty') original = 'filled';
      return;
    }
    noted(second);
    throw notDelivered(first.kind === 'unknown' ? first : second);
  };

  return {
    acknowledge,
    privately: (view) => send(view, false),
    replace: (view) => send(view, true),
    async form(form) {
      const fate = await interactions.answer(origin, {
        type: InteractionResponseType.Modal,
        data: renderForm(form),
      });
      if (fate.kind === 'taken') {
        original = 'form';
        return;
      }
      noted(fate);
      throw notDelivered(fate);
    },
  };
}

/**
 * The one place where a message begins, private whatever comes of it: a later edit can't make it so. Where the clicked
 * message is private already, it stays, and what is new follows it.
 */
function deferral({ isPrivate }: Origin): FirstAnswer {
  return isPrivate
    ? { type: InteractionResponseType.DeferredMessageUpdate }
    : {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: { flags: MessageFlags.Ephemeral },
      };
}

function notDelivered({ kind, code }: Exclude<Fate, { readonly kind: 'taken' }>): NotDelivered {
  return kind === 'unknown'
    ? new NotDelivered(`Discord's answer was lost: ${code}`, kind)
    : new NotDelivered(`Discord refused the answer: ${code}`, kind);
}
