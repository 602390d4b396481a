import type { Inline, Text } from '../../core/text.ts';

/** A text for where Slack draws no rich text: literal words, without style. */
export function wordsOf(text: Text): string {
  return text.map(wordOf).join('');
}

function wordOf(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('bold' in inline) return inline.bold;
  if ('code' in inline) return inline.code;
  if ('time' in inline) return momentOf(inline.time);
  return inline.person;
}

/** `2026-03-01 14:05 UTC`: the reader's own time zone is known to Slack alone. */
export function momentOf(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
