import type { ActorId } from './actor.ts';

/** One piece of text. Each platform draws it with its own means and escapes the rest, so data is never Markdown. */
export type Inline =
  | string
  | { readonly bold: string }
  /** `named`: of a command, the same where each option goes by its name, as on Discord. */
  | { readonly code: string; readonly named?: string }
  | { readonly time: Date; readonly style: 'exact' | 'relative' }
  /** Draws as a mention on the platform that the person belongs to, as the id elsewhere. In a channel it may notify. */
  | { readonly person: ActorId };

export type Text = readonly Inline[];

/** `text\`Changed ${bold(device.label)}\``: a value put in is data, whatever characters it has. */
export function text(literals: TemplateStringsArray, ...values: readonly (Inline | Text)[]): Text {
  return literals
    .flatMap((literal, index): Inline[] => {
      const value = values[index];
      if (value === undefined) return [literal];
      return isText(value) ? [literal, ...value] : [literal, value];
    })
    .filter((inline) => inline !== '');
}

// `Array.isArray` alone does not narrow a readonly array.
function isText(value: Inline | Text): value is Text {
  return Array.isArray(value);
}

export const bold = (value: string): Inline => ({ bold: value });
export const code = (value: string): Inline => ({ code: value });
export const command = (words: string, named: string): Inline => ({ code: words, named });
export const exactTime = (value: Date): Inline => ({ time: value, style: 'exact' });
export const relativeTime = (value: Date): Inline => ({ time: value, style: 'relative' });
export const person = (value: ActorId): Inline => ({ person: value });

/** Puts texts side by side, with a separator between those that are not empty. */
export function joined(texts: readonly Text[], separator: string): Text {
  return texts
    .filter((one) => one.length > 0)
    .flatMap((one, index) => (index === 0 ? one : [separator, ...one]));
}

/** `a, b and c`. */
export function sentenceList(words: readonly string[], conjunction: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
