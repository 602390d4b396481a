import type { Component } from './component.ts';
import { readMarkdown } from './markdown.ts';
import { type Inline, wordsOf } from './nodes.ts';

/** Components that belong together for who hears the page: a text, and the buttons under it. */
export interface Part {
  /** What its buttons are about. Empty where there are none. */
  readonly name: string;
  readonly components: readonly Component[];
}

/** Discord knows no rows of a list: a text is followed by the buttons that are about its last words. */
export function partsOf(components: readonly Component[]): readonly Part[] {
  const parts: Part[] = [];
  let text = '';
  for (const component of components) {
    const last = parts.at(-1);
    if (component.kind === 'text') {
      text = component.content;
      parts.push({ name: '', components: [component] });
    } else if (component.kind === 'row' && last?.components.every(({ kind }) => kind !== 'separator')) {
      parts[parts.length - 1] = { name: subjectOf(text), components: [...last.components, component] };
    } else {
      if (component.kind === 'separator') text = '';
      parts.push({ name: component.kind === 'row' ? subjectOf(text) : '', components: [component] });
    }
  }
  return parts;
}

/** The last line that is bold from end to end, as a row of a list begins with; else the first words of all. */
export function subjectOf(markdown: string): string {
  const texts = readMarkdown(markdown).flatMap((block) => ('content' in block ? [block.content] : []));
  const bold = texts.flatMap((content) =>
    content.filter((inline, index) => {
      const [before, after] = [content[index - 1], content[index + 1]];
      return inline.kind === 'bold' && endsLine(before) && beginsLine(after);
    }),
  );
  const subject = bold.slice(-1);
  return wordsOf(subject.length > 0 ? subject : (texts[0] ?? []))
    .trim()
    .replace(/\n[^]*$/, '');
}

function endsLine(before: Inline | undefined): boolean {
  return !before || (before.kind === 'text' && before.text.endsWith('\n'));
}

function beginsLine(after: Inline | undefined): boolean {
  return !after || (after.kind === 'text' && after.text.startsWith('\n'));
}
