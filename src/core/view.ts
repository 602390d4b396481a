import type { Secret } from './secret.ts';
import type { Text } from './text.ts';

/** What is shown to a person, as plain data. Adapters draw it; nothing in it is Markdown. */
export interface PrivateView {
  /** One neutral sentence or name: notifications and screen readers get it first. Never data that is secret. */
  readonly title: string;
  readonly blocks: readonly PrivateBlock[];
}

/** A view that may stand where others can read it: it can't hold a secret. */
export interface PublicView {
  readonly title: string;
  readonly blocks: readonly PublicBlock[];
}

export type PublicBlock = TextBlock | NoteBlock | RowBlock | ButtonsBlock;
export type PrivateBlock = PublicBlock | SecretBlock;

export interface TextBlock {
  readonly kind: 'text';
  readonly text: Text;
}

/** Text of less weight: an explanation, a count, what this list does not show. */
export interface NoteBlock {
  readonly kind: 'note';
  readonly text: Text;
}

/** One thing of a list, with what can be done with it. */
export interface RowBlock {
  readonly kind: 'row';
  readonly label: string;
  /** Lines under the label. */
  readonly details: readonly Text[];
  /** At most five: Slack's overflow menu takes no more. */
  readonly menu: readonly MenuEntry[];
}

export interface MenuEntry {
  readonly label: string;
  /** What the click hands back: see `action-id.ts`. */
  readonly id: string;
  /** Greyed out where the platform can; else named as not available, and the click answers with the reason. */
  readonly available: boolean;
}

export interface ButtonsBlock {
  readonly kind: 'buttons';
  readonly buttons: readonly Button[];
}

export interface Button {
  readonly label: string;
  readonly id: string;
  readonly style: 'plain' | 'primary' | 'danger';
}

/** The only place of a secret: a line of its own to copy, or one to read aloud, in groups. */
export interface SecretBlock {
  readonly kind: 'secret';
  readonly use: 'copy' | 'read-aloud';
  readonly label: string;
  readonly secret: Secret;
}
