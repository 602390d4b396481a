import type { Inline, Mark } from './nodes.ts';

/** Marks within marks, beyond which they are drawn as they were typed: nobody reads that, and no text may be too deep. */
const deepest = 12;

/** Where a reader stands in a text: what begins there, how long it is, and what it is. */
interface Found {
  readonly length: number;
  readonly inline: Inline;
}

type Rule = (source: string, at: number, depth: number) => Found | undefined;

/** In the order in which Discord tries them. @see https://support.discord.com/hc/en-us/articles/210298617 */
const rules: readonly Rule[] = [
  rule(/\\([^0-9A-Za-z\s])/uy, ([, text = '']) => ({ kind: 'text', text })),
  rule(/(`+)([^]*?[^`])\1(?!`)/y, ([, , text = '']) => ({ kind: 'code', text: withoutPadding(text) })),
  rule(/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, ([, seconds, style = 'f']) => ({
    kind: 'time',
    seconds: Number(seconds),
    style,
  })),
  rule(/<@!?(\d{1,20})>/y, ([, id = '']) => ({ kind: 'person', id })),
  rule(/<@&(\d{1,20})>/y, ([, id = '']) => ({ kind: 'role', id })),
  rule(/<#(\d{1,20})>/y, ([, id = '']) => ({ kind: 'channel', id })),
  rule(/@(?:everyone|here)/y, ([text]) => ({ kind: 'everyone', text })),
  rule(/\[((?:\\[^]|[^\]\\])+)\]\(<?(https?:\/\/[^\s()<>]+)>?\)/y, ([, label = '', url = ''], depth) => ({
    kind: 'link',
    url,
    content: readAt(label, depth + 1),
  })),
  rule(/<(https?:\/\/[^\s<>]+)>/y, ([, url = '']) => linkTo(url)),
  rule(/https?:\/\/[^\s<]*[^\s<.,:;"')\]]/y, ([url]) => linkTo(url)),
  mark('bold', /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y),
  mark('underline', /__((?:\\[^]|[^\\])+?)__(?!_)/y),
  mark('italic', /\*(?=\S)((?:\\[^]|[^\\*])*?(?:\\[^]|[^\\*\s]))\*(?!\*)/y),
  mark('italic', /_((?:\\[^]|[^\\_])+?)_(?![A-Za-z0-9_])/y),
  mark('strike', /~~((?:\\[^]|[^\\])+?)~~/y),
  mark('spoiler', /\|\|((?:\\[^]|[^\\])+?)\|\|/y),
];

/** What can't begin anything is taken at once. */
const plain = /[^\\`<@[*_~|h]+/y;

export function readInlines(source: string): readonly Inline[] {
  return readAt(source, 0);
}

function readAt(source: string, depth: number): readonly Inline[] {
  const inlines: Inline[] = [];
  let at = 0;
  while (at < source.length) {
    const { length, inline } = find(source, at, depth);
    const last = inlines.at(-1);
    if (inline.kind === 'text' && last?.kind === 'text') {
      inlines[inlines.length - 1] = { kind: 'text', text: last.text + inline.text };
    } else inlines.push(inline);
    at += length;
  }
  return inlines;
}

function find(source: string, at: number, depth: number): Found {
  plain.lastIndex = at;
  const [text] = plain.exec(source) ?? [];
  if (text !== undefined) return { length: text.length, inline: { kind: 'text', text } };
  for (const tried of rules) {
    const found = tried(source, at, depth);
    if (found) return found;
  }
  const character = source.charAt(at);
  return { length: 1, inline: { kind: 'text', text: character } };
}

function rule(pattern: RegExp, draw: (found: RegExpExecArray, depth: number) => Inline): Rule {
  return (source, at, depth) => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    return found ? { length: found[0].length, inline: draw(found, depth) } : undefined;
  };
}

function mark(kind: Mark, pattern: RegExp): Rule {
  const read = rule(pattern, ([, inner = ''], depth) => ({ kind, content: readAt(inner, depth + 1) }));
  return (source, at, depth) => (depth < deepest ? read(source, at, depth) : undefined);
}

function linkTo(url: string): Inline {
  return { kind: 'link', url, content: [{ kind: 'text', text: url }] };
}

/** `` ` `` `` `a` `` `` ` ``: blanks that only keep the marks of the code apart from marks in it. */
function withoutPadding(code: string): string {
  return /^ `|` $/.test(code) ? code.replace(/^ (?=`)/, '').replace(/(?<=`) $/, '') : code;
}
