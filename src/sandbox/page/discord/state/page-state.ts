import type { DiscordWindowEvent, DiscordWindowState } from '../../../discord-window.ts';

/** What Discord itself said to the person. Lives in the page only, and is gone at a reload. */
export interface Notice {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly channel: string;
  readonly text: string;
}

/** One button or select of one message. */
export interface Clicked {
  readonly channel: string;
  readonly message: string;
  readonly customId: string;
}

/** A click that came to nothing: Discord says so under the message. */
export interface Failure {
  readonly message: string;
  readonly text: string;
}

export interface PageState {
  /** `away` only after it was open once: the first connection shows no banner. */
  readonly connection: 'connecting' | 'open' | 'away';
  readonly window: DiscordWindowState | null;
  /** The channel that is looked at: messages there are read at once. */
  readonly channel: string;
  readonly notices: readonly Notice[];
  /** Channels with messages that were not looked at. */
  readonly unread: readonly string[];
  /** What was clicked last, while nothing has come of it. */
  readonly busy: Clicked | null;
  readonly failure: Failure | null;
  readonly submitting: boolean;
  /** Why the last act was refused, in the server's words. */
  readonly problem: string | null;
}

export type PageEvent =
  /** `at` in milliseconds since 1970: a reducer has no clock. */
  | { readonly type: 'heard'; readonly event: DiscordWindowEvent; readonly at: number }
  | { readonly type: 'loaded'; readonly window: DiscordWindowState }
  | { readonly type: 'left' }
  | { readonly type: 'away' }
  | { readonly type: 'opened'; readonly channel: string }
  | { readonly type: 'clicked'; readonly clicked: Clicked }
  | { readonly type: 'submitted' }
  | { readonly type: 'settled' }
  | { readonly type: 'said' }
  | { readonly type: 'dismissed'; readonly notice: Notice }
  | { readonly type: 'refused'; readonly problem: string };

export const initialState: PageState = {
  connection: 'connecting',
  window: null,
  channel: '',
  notices: [],
  unread: [],
  busy: null,
  failure: null,
  submitting: false,
  problem: null,
};
