import type { Paragraph } from './inline.ts';

/** The first line of a text, for the accessible name of a control beside it. */
export function wordsOf(paragraphs: readonly Paragraph[]): string {
  const [first] = paragraphs;
  if (!first) return '';
  switch (first.kind) {
    case 'preformatted':
      return firstLine(first.text);
    case 'list':
      return '';
    case 'section':
    case 'quote':
      return firstLine(first.content.map((inline) => ('text' in inline ? inline.text : '')).join(''));
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}
