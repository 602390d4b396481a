import { drawEmoji } from './emoji.ts';
import { plainInline } from './inline.ts';
import type { Inline, Paragraph, TextStyle } from './inline.ts';
import { fieldsOf, listOf, numberOf, stringOf } from './read.ts';

/** @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function readRichText(elements: unknown): readonly Paragraph[] {
  return listOf(elements).flatMap((element): readonly Paragraph[] => {
    const { type, elements: inner, style } = fieldsOf(element);
    switch (type) {
      case 'rich_text_section':
        return [{ kind: 'section', content: readInlines(inner) }];
      case 'rich_text_quote':
        return [{ kind: 'quote', content: readInlines(inner) }];
      case 'rich_text_preformatted':
        return [{ kind: 'preformatted', text: listOf(inner).map(textOf).join('') }];
      case 'rich_text_list':
        return [{ kind: 'list', ordered: style === 'ordered', items: listOf(inner).map(itemOf) }];
    }
    return [];
  });
}

function itemOf(item: unknown): readonly Inline[] {
  const { elements } = fieldsOf(item);
  return readInlines(elements);
}

function textOf(element: unknown): string {
  const { text, url } = fieldsOf(element);
  return stringOf(text) || stringOf(url);
}

function readInlines(elements: unknown): readonly Inline[] {
  return listOf(elements).flatMap(readInline);
}

function readInline(element: unknown): readonly Inline[] {
  const { type, text, style, url, user_id, channel_id, name, unicode, range, ...rest } = fieldsOf(element);
  switch (type) {
    case 'text':
      return [{ kind: 'text', text: stringOf(text), style: readStyle(style) }];
    case 'link':
      return [
        { kind: 'link', url: stringOf(url), text: stringOf(text) || stringOf(url), style: readStyle(style) },
      ];
    case 'user':
      return [{ kind: 'person', id: stringOf(user_id) }];
    case 'channel':
      return [{ kind: 'channel', id: stringOf(channel_id) }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: stringOf(range) }];
    case 'emoji':
      return [plainInline(drawEmoji(stringOf(name), stringOf(unicode)))];
    case 'date': {
      const { timestamp, format, fallback } = rest;
      return [
        {
          kind: 'date',
          timestamp: numberOf(timestamp) ?? Number.NaN,
          format: stringOf(format),
          fallback: stringOf(fallback),
        },
      ];
    }
  }
  return [];
}

function readStyle(style: unknown): TextStyle {
  const { bold, italic, strike, code } = fieldsOf(style);
  return { bold: bold === true, italic: italic === true, strike: strike === true, code: code === true };
}
