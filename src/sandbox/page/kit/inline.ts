export interface TextStyle {
  readonly bold: boolean;
  readonly italic: boolean;
  readonly strike: boolean;
  readonly code: boolean;
}

/** A piece of a line. Its strings are drawn as they are: nothing reads markup in them again. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle }
  | { readonly kind: 'link'; readonly url: string; readonly text: string; readonly style: TextStyle }
  | { readonly kind: 'person'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string }
  | { readonly kind: 'broadcast'; readonly range: string }
  | { readonly kind: 'date'; readonly timestamp: number; readonly format: string; readonly fallback: string };

export type Paragraph =
  | { readonly kind: 'section' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

export const plainStyle: TextStyle = { bold: false, italic: false, strike: false, code: false };

export function plainInline(text: string): Inline {
  return { kind: 'text', text, style: plainStyle };
}

/** Anything but these schemes (`javascript:` above all) is shown as text. */
export function isSafeLink(url: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url);
}
