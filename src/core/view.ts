import type { UserErrorCode } from './user-errors.ts';
import type { Secret } from './secret.ts';
import type { Text } from './text.ts';

/** What is shown to a person, as plain data. Adapters draw it; nothing in it is Markdown. */
export interface PrivateView {
  /** One neutral sentence or name: notifications and screen readers get it first. Never data that is secret. */
  readonly title: string;
  readonly blocks: readonly PrivateBlock[];
  readonly failure?: UserErrorCode | 'defect';
  readonly data?: Data;
}

/** A view that may stand where others can read it: it can't hold a secret. */
export interface PublicView {
  readonly title: string;
  readonly blocks: readonly PublicBlock[];
  /** Set where what was asked for was not done: for platforms that tell programs so, not people. */
  readonly failure?: UserErrorCode | 'defect';
  readonly data?: Data;
}

/** What the sentences say, for programs, by names that stay. People are shown none of it. */
export interface Data {
  readonly [name: string]: Datum;
}

export type Datum = string | number | boolean | null | Date | readonly Datum[] | Data;

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
  /** The same for a table, and for programs. */
  readonly facts?: readonly Fact[];
}

export interface Fact {
  /** For programs, such as `lastUsed`. */
  readonly name: string;
  /** Over its column of a table; undefined where it is for programs only. */
  readonly title?: string;
  readonly value: string | number | boolean | Date | null | readonly string[];
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
  /** The view is a question: the first button goes on with it, and the second goes back. */
  readonly asks?: true;
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
