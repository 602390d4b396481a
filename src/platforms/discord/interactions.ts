import { Routes } from 'discord.js';
import type { APIInteractionResponse, InteractionResponseType, REST } from 'discord.js';
import { fateOfCall } from './fate.ts';
import type { Fate } from './fate.ts';
import type { MessageBody } from './message.ts';
import type { Origin } from './requests.ts';

/** Discord's word for "this interaction was answered already". */
export const alreadyAnswered = '40060';

/** Its word for a message that is gone. */
export const unknownMessage = '10008';

export type FirstAnswer = Extract<
  APIInteractionResponse,
  {
    readonly type:
      | InteractionResponseType.ChannelMessageWithSource
      | InteractionResponseType.UpdateMessage
      | InteractionResponseType.DeferredChannelMessageWithSource
      | InteractionResponseType.DeferredMessageUpdate
      | InteractionResponseType.Modal
      | InteractionResponseType.ApplicationCommandAutocompleteResult;
  }
>;

/** How interactions are answered. Nothing here rejects. */
export interface Interactions {
  /** The first answer, within 3 s. */
  answer(origin: Origin, answer: FirstAnswer): Promise<Fate>;
  /** Fills the first answer, or changes the message that was clicked. */
  edit(origin: Origin, body: MessageBody): Promise<Fate>;
  /** @param again whether it may be sent again where Discord's word was lost: it would be there twice */
  followUp(origin: Origin, body: MessageBody, again: boolean): Promise<Fate>;
}

export function createInteractions(rest: REST): Interactions {
  return {
    async answer({ interaction, token }, body) {
      const path = Routes.interactionCallback(interaction, token);
      const send = () => fateOf(() => rest.post(path, { auth: false, body }));
      const first = await send();
      if (first.kind !== 'unknown') return first;
      const second = await send();
      // The first try arrived; only its answer didn't.
      return second.kind === 'refused' && second.code === alreadyAnswered ? { kind: 'taken' } : second;
    },
    async edit({ application, token }, body) {
      const path = Routes.webhookMessage(application, token, '@original');
      const send = () => fateOf(() => rest.patch(path, { auth: false, body }));
      const first = await send();
      // The same twice is the same.
      return first.kind === 'unknown' ? send() : first;
    },
    async followUp({ application, token }, body, again) {
      const path = Routes.webhook(application, token);
      const send = () => fateOf(() => rest.post(path, { auth: false, body }));
      const first = await send();
      return first.kind === 'unknown' && again ? send() : first;
    },
  };
}

async function fateOf(call: () => Promise<unknown>): Promise<Fate> {
  try {
    await call();
    return { kind: 'taken' };
  } catch (error) {
    return fateOfCall(error);
  }
}
