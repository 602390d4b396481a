import { readInlines } from './inline-markdown.ts';
import type { Block } from './nodes.ts';

/** Marks that hide what a fence of code looks like: what is escaped, and code within a line. */
const skipped = /\\[^]|(?<!`)(`{1,2})(?!`)[^]*?[^`]\1(?!`)/y;
const fence = /```(?:([a-z0-9_+\-.#]+)\n)?\n*([^\n][^]*?)\n*```/iy;

/** Reads Discord's Markdown. Any text can be read: what is no markup is text. */
export function readMarkdown(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let from = 0;
  let at = 0;
  while (at < source.length) {
    const code = matchAt(fence, source, at);
    if (code) {
      // The code stands in a block of its own, whatever ends the line before it.
      const before = source.slice(from, at).replace(/\n$/, '');
      blocks.push(...readLines(before), { kind: 'code', language: code[1] ?? '', text: code[2] ?? '' });
      at += code[0].length;
      if (source[at] === '\n') at += 1;
      from = at;
    } else at += matchAt(skipped, source, at)?.[0].length ?? 1;
  }
  return [...blocks, ...readLines(source.slice(from))];
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function readLines(source: string): readonly Block[] {
  if (source === '') return [];
  const blocks: Block[] = [];
  let lines: string[] = [];
  const endParagraph = (): void => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', content: readInlines(lines.join('\n')) });
    lines = [];
  };
  for (const line of source.split('\n')) {
    const block = readLine(line);
    if (block) {
      endParagraph();
      blocks.push(block);
    } else lines.push(line);
  }
  endParagraph();
  return blocks;
}

/** A line whose beginning says what it is. */
function readLine(line: string): Block | undefined {
  const [, signs = '', rest = ''] = /^(#{1,3}|-#|>) (?=\s*\S)(.*)$/.exec(line) ?? [];
  if (signs === '-#') return { kind: 'small', content: readInlines(rest) };
  if (signs === '>') return { kind: 'quote', content: readInlines(rest) };
  if (signs !== '') return { kind: 'heading', level: signs.length, content: readInlines(rest) };
  const [, mark, words = ''] = /^ *([-*]|\d{1,9}\.) +(?=\S)(.*)$/.exec(line) ?? [];
  if (mark === undefined) return undefined;
  return { kind: 'item', mark: /\d/.test(mark) ? mark : '•', content: readInlines(words) };
}
