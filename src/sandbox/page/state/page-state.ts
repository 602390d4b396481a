import type { WindowEvent, WindowState } from '../../window.ts';

/** What Slack itself said to the person. Lives in the page only, and is gone at a reload. */
export interface Notice {
  /** In seconds, as a message's `ts`, so that both sort together. */
  readonly at: number;
  readonly channel: string;
  readonly text: string;
}

/** One button, menu or select of one message. */
export interface Control {
  readonly channel: string;
  readonly ts: string;
  readonly blockId: string;
  readonly actionId: string;
}

export interface PageState {
  /** `away` only after it was open once: the first connection shows no banner. */
  readonly connection: 'connecting' | 'open' | 'away';
  readonly window: WindowState | null;
  /** The channel that is looked at: messages there are read at once. */
  readonly channel: string;
  readonly notices: readonly Notice[];
  /** Channels with messages that were not looked at. */
  readonly unread: readonly string[];
  /** What was clicked last, while nothing has come of it. */
  readonly busy: Control | null;
  readonly submitting: boolean;
  /** Why the last act was refused, in the server's words. */
  readonly problem: string | null;
}

export type PageEvent =
  /** `at` in seconds since 1970: a reducer has no clock. */
  | { readonly type: 'heard'; readonly event: WindowEvent; readonly at: number }
  | { readonly type: 'loaded'; readonly window: WindowState }
  | { readonly type: 'left' }
  | { readonly type: 'away' }
  | { readonly type: 'opened'; readonly channel: string }
  | { readonly type: 'clicked'; readonly control: Control }
  | { readonly type: 'submitted' }
  | { readonly type: 'settled' }
  | { readonly type: 'said' }
  | { readonly type: 'refused'; readonly problem: string };

export const initialState: PageState = {
  connection: 'connecting',
  window: null,
  channel: '',
  notices: [],
  unread: [],
  busy: null,
  submitting: false,
  problem: null,
};
