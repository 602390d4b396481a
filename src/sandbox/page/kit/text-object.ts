import { drawAllEmoji } from './emoji.ts';
import { plainInline } from './inline.ts';
import type { Paragraph } from './inline.ts';
import { readMrkdwn } from './mrkdwn.ts';
import { fieldsOf, stringOf } from './read.ts';

/** A `plain_text` object, such as a button's: only emoji names are read in it, and not where it says `emoji: false`. */
export function readPlainText(value: unknown): string {
  const { text, emoji } = fieldsOf(value);
  return emoji === false ? stringOf(text) : drawAllEmoji(stringOf(text));
}

/** A text object that may be `mrkdwn`. */
export function readText(value: unknown): readonly Paragraph[] {
  const { type, text } = fieldsOf(value);
  if (type === 'mrkdwn') return readMrkdwn(stringOf(text));
  const plain = readPlainText(value);
  return plain === '' ? [] : [{ kind: 'section', content: [plainInline(plain)] }];
}
