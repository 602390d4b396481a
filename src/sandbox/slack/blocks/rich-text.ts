import { limits } from './limits.ts';
import { anything, boolean, byType, integer, list, object, oneOf, string } from './report.ts';
import type { Check } from './report.ts';

const styles = { bold: boolean, italic: boolean, strike: boolean, code: boolean, underline: boolean };
const style = object({ optional: styles });
const mentionStyle = object({
  optional: { ...styles, highlight: boolean, client_highlight: boolean, unlink: boolean },
});
const type = anything;
const id = string(limits.id);
/** Slack gives no limit for the text in an element; that of a text object is the nearest. */
const text = string(limits.text);

const inline = byType({
  text: object({ required: { type, text }, optional: { style } }),
  link: object({
    required: { type, url: string(limits.url) },
    optional: { text, style, unsafe: boolean },
  }),
  user: object({ required: { type, user_id: id }, optional: { style: mentionStyle } }),
  usergroup: object({ required: { type, usergroup_id: id }, optional: { style: mentionStyle } }),
  channel: object({ required: { type, channel_id: id }, optional: { style: mentionStyle } }),
  broadcast: object({
    required: { type, range: oneOf('here', 'channel', 'everyone') },
    optional: { style },
  }),
  emoji: object({
    required: { type, name: string(100) },
    optional: { unicode: string(100), skin_tone: integer(1, 6), style },
  }),
  color: object({ required: { type, value: string(9) } }),
  date: object({
    required: { type, timestamp: integer(0, 100_000_000_000), format: string(limits.text) },
    optional: { url: string(limits.url), fallback: string(limits.text), style },
  }),
});

/** An empty one has been seen refused and accepted; here it is refused. */
const inlines = list(inline, Number.POSITIVE_INFINITY);
const border = integer(0, 1);

const section = object({ required: { type, elements: inlines } });

const elements: Check = byType({
  rich_text_section: section,
  rich_text_preformatted: object({
    required: { type, elements: inlines },
    optional: { border, language: string(limits.id) },
  }),
  rich_text_quote: object({ required: { type, elements: inlines }, optional: { border } }),
  rich_text_list: object({
    required: {
      type,
      style: oneOf('bullet', 'ordered'),
      elements: list(byType({ rich_text_section: section }), Number.POSITIVE_INFINITY),
    },
    optional: { indent: integer(0, 8), offset: integer(0, 1_000_000), border },
  }),
});

/** @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export const richText = list(elements, Number.POSITIVE_INFINITY);
