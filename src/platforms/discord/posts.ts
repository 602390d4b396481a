import { createHash } from 'node:crypto';
import { Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import type { Identity } from '../../core/actor.ts';
import { PostFailure } from '../../core/platform.ts';
import type { PublicView } from '../../core/view.ts';
import { fateOfCall } from './fate.ts';
import { limits } from './limits.ts';
import { messageBody } from './message.ts';
import type { MessageBody } from './message.ts';
import { withoutControls } from './render.ts';

/**
 * Words of Discord after which a person has to mend something: the channel, the bot's rights, its token, or what is
 * sent. All others are tried again by whoever posts.
 *
 * @see https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
 */
const permanent: ReadonlySet<string> = new Set([
  // No such channel, server, person.
  '10003',
  '10004',
  '10013',
  // The bot's token.
  'http_401',
  // No access to the channel, none to direct messages, none to send, not in this kind of channel.
  '50001',
  '50007',
  '50008',
  '50013',
  'http_403',
  'http_404',
  // A message that Discord doesn't understand.
  '50006',
  '50035',
  // An archived thread.
  '50083',
]);

const directChannel = z.object({ id: z.string() });

export interface Posts {
  post(channel: string, view: PublicView, key?: string): Promise<void>;
  tell(person: Identity, view: PublicView): Promise<void>;
}

/** @param heard hears every code of Discord, for those after which nothing works any more */
export function createPosts(rest: REST, heard: (code: string) => void): Posts {
  /** @throws {PostFailure} */
  const asking = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const { code, retryAfter } = fateOfCall(error);
      heard(code);
      throw new PostFailure(code, {
        permanent: permanent.has(code),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
    }
  };

  const send = async (channel: string, body: MessageBody & Nonce): Promise<void> => {
    await asking(() => rest.post(Routes.channelMessages(channel), { body }));
  };

  return {
    post: (channel, view, key) => send(channel, { ...messageBody(view), ...nonceOf(key) }),
    async tell({ platform, user }, view) {
      if (platform !== 'discord') throw new PostFailure('other_platform', { permanent: true });
      const opened = await asking(() => rest.post(Routes.userChannels(), { body: { recipient_id: user } }));
      const { data } = directChannel.safeParse(opened);
      if (!data) throw new PostFailure('no_direct_channel', { permanent: false });
      await send(data.id, messageBody(withoutControls(view)));
    },
  };
}

type Nonce = { readonly nonce: string; readonly enforce_nonce: true } | Readonly<Record<never, never>>;

/** For a few minutes Discord drops what has the nonce of a message that it has: an answer of it may have been lost. */
function nonceOf(key: string | undefined): Nonce {
  if (key === undefined || key === '') return {};
  const short = createHash('sha256').update(key).digest('base64url').slice(0, limits.nonce);
  return { nonce: key.length <= limits.nonce ? key : short, enforce_nonce: true };
}
