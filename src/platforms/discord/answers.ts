import { InteractionResponseType, MessageFlags } from 'discord.js';
import { NotDelivered } from '../../core/platform.ts';
import type { Answers } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import type { PrivateView } from '../../core/view.ts';
import type { Fate } from './fate.ts';
import { renderForm } from './form.ts';
import { alreadyAnswered, unknownMessage } from './interactions.ts';
import type { FirstAnswer, Interactions } from './interactions.ts';
import { limits } from './limits.ts';
import { asPrivate, messageBody } from './message.ts';
import type { MessageBody } from './message.ts';
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
  /**
   * The first message may be the first answer itself: it saves a person one round trip. Acknowledges where none is sent soon.
   *
   * @returns stops waiting for one
   */
  answerSoon(): () => void;
}

/** Milliseconds in which a first message counts as soon. A deferral after that has most of Discord's 3 s left. */
const soon = 500;

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
  let first: Promise<Fate> | undefined;
  let mayAnswerAtOnce = false;
  let late: NodeJS.Timeout | undefined;

  const begin = (answer: FirstAnswer, becomes: Original): Promise<Fate> => {
    clearTimeout(late);
    first = interactions.answer(origin, answer).then((fate) => {
      if (fate.kind === 'taken') original = becomes;
      else noted(fate);
      return fate;
    });
    return first;
  };
  const acknowledge = (): Promise<Fate> => begin(deferral(origin), origin.isPrivate ? 'clicked' : 'empty');

  const noted = (fate: Exclude<Fate, { readonly kind: 'taken' }>): void => {
    const fields = { op: origin.interaction, code: fate.code, fate: fate.kind };
    if (fate.code === alreadyAnswered) log.info(fields, 'answered by another process');
    else log.warn(fields, 'answer not taken by discord');
  };

  const atOnce = async (body: MessageBody, isUpdate: boolean): Promise<Fate> => {
    if (isUpdate) {
      const fate = await begin({ type: InteractionResponseType.UpdateMessage, data: body }, 'clicked');
      if (fate.kind === 'taken' || fate.code !== unknownMessage) return fate;
      // It was dismissed after the click.
    }
    return begin({ type: InteractionResponseType.ChannelMessageWithSource, data: asPrivate(body) }, 'filled');
  };

  /** @throws {NotDelivered} */
  const send = async (view: PrivateView, inPlace: boolean): Promise<void> => {
    const holdsSecret = view.blocks.some(({ kind }) => kind === 'secret');
    const body = messageBody(view);
    const edit = () => interactions.edit(origin, body);
    const followUp = () => interactions.followUp(origin, asPrivate(body), !holdsSecret);
    if (!first && mayAnswerAtOnce) {
      const fate = await atOnce(body, inPlace && origin.isPrivate);
      if (fate.kind === 'taken') return;
      throw notDelivered(fate);
    }
    const begun = await (first ?? acknowledge());
    if (begun.kind !== 'taken') throw notDelivered(begun);
    if (now() > expires) throw notDelivered({ kind: 'refused', code: 'token_expired' });
    const isEdit = original === 'empty' || (inPlace && original === 'clicked');
    const sent = isEdit ? await edit() : await followUp();
    if (sent.kind === 'taken') {
      if (original === 'empty') original = 'filled';
      return;
    }
    noted(sent);
    // It may be on a screen already: never show a secret twice.
    if (!isEdit || (sent.kind === 'unknown' && holdsSecret)) throw notDelivered(sent);
    // The message may have been dismissed.
    const second = await followUp();
    if (second.kind === 'taken') {
      // The first message that follows fills the one that says that an answer is coming: nothing may replace it.
      if (original === 'empty') original = 'filled';
      return;
    }
    noted(second);
    throw notDelivered(sent.kind === 'unknown' ? sent : second);
  };

  return {
    acknowledge,
    answerSoon() {
      mayAnswerAtOnce = true;
      late = setTimeout(() => void acknowledge(), soon);
      return () => clearTimeout(late);
    },
    privately: (view) => send(view, false),
    replace: (view) => send(view, true),
    async form(form) {
      const fate = await begin({ type: InteractionResponseType.Modal, data: renderForm(form) }, 'form');
      if (fate.kind === 'taken') return;
      // Words may still be: why it could not be opened.
      first = undefined;
      throw notDelivered(fate);
    },
  };
}

/**
 * Where a message begins that is filled in later, private whatever comes of it: a later edit can't make it so. Where the
 * clicked message is private already, it stays, and what is new follows it.
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
  if (code === alreadyAnswered) return new NotDelivered('Another process answered', 'elsewhere');
  return kind === 'unknown'
    ? new NotDelivered(`Discord's answer was lost: ${code}`, kind)
    : new NotDelivered(`Discord refused the answer: ${code}`, kind);
}
