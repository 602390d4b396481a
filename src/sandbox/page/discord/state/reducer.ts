import type {
  DiscordWindowEvent,
  DiscordWindowMessage,
  DiscordWindowState,
} from '../../../discord-window.ts';
import { initialState } from './page-state.ts';
import type { PageEvent, PageState } from './page-state.ts';

const idle = { busy: null, submitting: false };

/** What the page shows after an event. Every event may come twice: a state that was just loaded may hold it already. */
export function reduce(state: PageState, event: PageEvent): PageState {
  switch (event.type) {
    case 'heard':
      return state.window ? hear(state, state.window, event.event, event.at) : state;
    case 'loaded':
      return load(state, event.window);
    case 'left':
      return initialState;
    case 'away':
      return { ...state, ...idle, connection: 'away' };
    case 'opened':
      return {
        ...state,
        channel: event.channel,
        unread: state.unread.filter((channel) => channel !== event.channel),
        problem: null,
      };
    case 'clicked':
      return { ...state, busy: event.clicked, failure: null, problem: null };
    case 'submitted':
      return { ...state, submitting: true, problem: null };
    case 'settled':
      return { ...state, ...idle };
    case 'said':
      return { ...state, problem: null };
    case 'dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice !== event.notice) };
    case 'refused':
      return { ...state, ...idle, problem: event.problem };
  }
}

/** After a time away, what is there now and was not before is unread. */
function load(state: PageState, window: DiscordWindowState): PageState {
  const known = state.window?.messages;
  const missed = known ? window.messages.filter((message) => !known.some(({ id }) => id === message.id)) : [];
  return missed.reduce(markUnread, { ...state, ...idle, connection: 'open', window });
}

function hear(
  state: PageState,
  window: DiscordWindowState,
  event: DiscordWindowEvent,
  at: number,
): PageState {
  const withMessages = (messages: readonly DiscordWindowMessage[]): PageState =>
    // A message came or went: that is what the click was waiting for.
    ({ ...state, busy: null, window: { ...window, messages } });
  switch (event.type) {
    case 'message':
      return markUnread(withMessages(put(window.messages, event.message)), event.message);
    case 'changed':
      return withMessages(put(window.messages, event.message));
    case 'deleted':
      return withMessages(window.messages.filter(({ id }) => id !== event.id));
    case 'modal':
      return { ...state, ...idle, problem: null, window: { ...window, modal: event.modal } };
    case 'stale':
      // Whoever follows the server asks for the state again.
      return state;
    case 'notice':
      return notice(state, event.channel, event.text, at);
  }
}

/** What is said of a click stands under its message, and everything else in the channel. */
function notice(state: PageState, channel: string, text: string, at: number): PageState {
  const { busy } = state;
  if (busy?.channel === channel) return { ...state, ...idle, failure: { message: busy.message, text } };
  return { ...state, ...idle, notices: [...state.notices, { at, channel, text }] };
}

function markUnread(state: PageState, { channel, from }: DiscordWindowMessage): PageState {
  const seen = channel === state.channel || from === state.window?.you.id || state.unread.includes(channel);
  return seen ? state : { ...state, unread: [...state.unread, channel] };
}

/** A message keeps its place when it changes, and ids grow with time. */
function put(
  messages: readonly DiscordWindowMessage[],
  message: DiscordWindowMessage,
): readonly DiscordWindowMessage[] {
  const place = messages.findIndex(({ id }) => id === message.id);
  return place < 0 ? [...messages, message] : messages.with(place, message);
}
