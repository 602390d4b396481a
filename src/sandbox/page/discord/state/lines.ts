import type { DiscordWindowMessage } from '../../../discord-window.ts';
import type { Notice } from './page-state.ts';

/** One line of a channel: a message, or what Discord itself said between messages. */
export type Line = {
  readonly key: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  /** The first of its day. */
  readonly newDay: boolean;
} & (
  | {
      readonly kind: 'message';
      readonly message: DiscordWindowMessage;
      /** Soon after another message of the same author, so that author and time need not stand there again. */
      readonly follows: boolean;
    }
  | { readonly kind: 'notice'; readonly notice: Notice }
);

/** In milliseconds: as long as Discord keeps messages of one author together. */
const togetherWithin = 7 * 60_000;

export function linesOf(
  messages: readonly DiscordWindowMessage[],
  notices: readonly Notice[],
  channel: string,
): readonly Line[] {
  const entries = [
    ...messages.map((message) => ({ at: Date.parse(message.at), channel: message.channel, message })),
    ...notices.map((notice) => ({ at: notice.at, channel: notice.channel, notice })),
  ]
    .filter((entry) => entry.channel === channel)
    .toSorted((one, other) => one.at - other.at);

  return entries.map((entry, index): Line => {
    const { at } = entry;
    const before = entries[index - 1];
    const newDay = !before || dayOf(before.at) !== dayOf(at);
    if ('notice' in entry) return { kind: 'notice', key: `notice-${at}`, at, newDay, notice: entry.notice };
    const { message } = entry;
    const follows =
      !newDay &&
      'message' in before &&
      before.message.from === message.from &&
      before.message.ephemeral === message.ephemeral &&
      message.command === null &&
      at - before.at < togetherWithin;
    return { kind: 'message', key: message.id, at, newDay, message, follows };
  });
}

function dayOf(at: number): string {
  return new Date(at).toDateString();
}
