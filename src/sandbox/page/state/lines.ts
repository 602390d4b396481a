import type { WindowMessage } from '../../window.ts';
import type { Notice } from './page-state.ts';

/** One line of a channel: a message, or a notice between messages. */
export type Line = {
  readonly key: string;
  /** In seconds since 1970. */
  readonly at: number;
  /** The first of its day. */
  readonly newDay: boolean;
} & (
  | {
      readonly kind: 'message';
      readonly message: WindowMessage;
      /** Soon after another message of the same author, so that author and time need not stand there again. */
      readonly follows: boolean;
    }
  | { readonly kind: 'notice'; readonly notice: Notice }
);

/** In seconds: as long as Slack keeps messages of one author together. */
const togetherWithin = 300;

export function linesOf(
  messages: readonly WindowMessage[],
  notices: readonly Notice[],
  channel: string,
): readonly Line[] {
  const entries = [
    ...messages.map((message) => ({ at: Number(message.ts), channel: message.channel, message })),
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
      !before.message.ephemeral &&
      !message.ephemeral &&
      at - before.at < togetherWithin;
    return { kind: 'message', key: message.ts, at, newDay, message, follows };
  });
}

function dayOf(at: number): string {
  return new Date(at * 1000).toDateString();
}
