/** What a text in Discord's Markdown is made of. Data is in `text` alone: everything else is drawn by the page. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: Mark; readonly content: readonly Inline[] }
  | { readonly kind: 'link'; readonly url: string; readonly content: readonly Inline[] }
  | { readonly kind: 'person' | 'role' | 'channel'; readonly id: string }
  | { readonly kind: 'everyone'; readonly text: string }
  | { readonly kind: 'time'; readonly seconds: number; readonly style: string };

export type Mark = 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';

export type Block =
  | { readonly kind: 'paragraph' | 'small' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'item'; readonly mark: string; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** What can be read of them, marks apart. */
export function wordsOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if ('text' in inline) return inline.text;
      return 'content' in inline ? wordsOf(inline.content) : '';
    })
    .join('');
}
