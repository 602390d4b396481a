import { drawAllEmoji } from './emoji.ts';
import { plainStyle } from './inline.ts';
import type { Inline, Paragraph, TextStyle } from './inline.ts';

/**
 * Reads the markup of a message's `text` and of `mrkdwn` objects: the common part of it.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text
 */
export function readMrkdwn(source: string): readonly Paragraph[] {
  return source.split(/```\n?([^]+?)\n?```/).flatMap((part, index): readonly Paragraph[] => {
    if (index % 2 === 1) return [{ kind: 'preformatted', text: unescapeMrkdwn(part) }];
    return part.trim() === '' ? [] : readLines(part.replace(/^\n|\n$/g, ''));
  });
}

/** Lines that start with `&gt;` are a quote, also where a `>` was typed and not escaped. */
function readLines(source: string): readonly Paragraph[] {
  const paragraphs: { kind: 'section' | 'quote'; lines: string[] }[] = [];
  for (const line of source.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const kind = quoted ? 'quote' : 'section';
    const last = paragraphs.at(-1);
    if (last?.kind === kind) last.lines.push(quoted?.[1] ?? line);
    else paragraphs.push({ kind, lines: [quoted?.[1] ?? line] });
  }
  return paragraphs.map(({ kind, lines }) => ({ kind, content: readInline(lines.join('\n'), plainStyle) }));
}

const marks: Readonly<Record<string, keyof TextStyle>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const piece = /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\3(?![\p{L}\p{N}])/u;

function readInline(source: string, style: TextStyle): readonly Inline[] {
  const found = piece.exec(source);
  if (!found) return source === '' ? [] : [words(source, style)];
  const [whole, code, tag, mark = '', marked = ''] = found;
  const before = source.slice(0, found.index);
  const after = source.slice(found.index + whole.length);
  return [
    ...(before === '' ? [] : [words(before, style)]),
    ...(code === undefined
      ? tag === undefined
        ? readInline(marked, { ...style, [marks[mark] ?? 'bold']: true })
        : [readTag(tag, style)]
      : [{ kind: 'text' as const, text: unescapeMrkdwn(code), style: { ...style, code: true } }]),
    ...readInline(after, style),
  ];
}

/** What stands in angle brackets: a mention, a date, or a link with its label. */
function readTag(tag: string, style: TextStyle): Inline {
  const [target = '', label] = tag.split('|', 2);
  if (target.startsWith('@')) return { kind: 'person', id: target.slice(1) };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1) };
  const date = /^!date\^(\d+)\^([^^]+)/.exec(target);
  if (date) {
    return { kind: 'date', timestamp: Number(date[1]), format: date[2] ?? '', fallback: label ?? '' };
  }
  if (target.startsWith('!')) return { kind: 'broadcast', range: target.slice(1) };
  return { kind: 'link', url: unescapeMrkdwn(target), text: unescapeMrkdwn(label ?? target), style };
}

function words(source: string, style: TextStyle): Inline {
  return { kind: 'text', text: drawAllEmoji(unescapeMrkdwn(source)), style };
}

function unescapeMrkdwn(source: string): string {
  return source.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
