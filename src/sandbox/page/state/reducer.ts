import type { WindowEvent, WindowMessage, WindowState } from '../../window.ts';
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
      return { ...state, busy: event.control, problem: null };
    case 'submitted':
      return { ...state, submitting: true, problem: null };
    case 'settled':
      return { ...state, ...idle };
    case 'said':
      return { ...state, problem: null };
    case 'refused':
      return { ...state, ...idle, problem: event.problem };
  }
}

/** After a time away, what is there now and was not before is unread. */
function load(state: PageState, window: WindowState): PageState {
  const before = state.window?.messages;
  const missed = before
    ? window.messages.filter((message) => !before.some((known) => isSame(known, message)))
    : [];
  return missed.reduce(markUnread, { ...state, ...idle, connection: 'open', window });
}

function hear(state: PageState, window: WindowState, event: WindowEvent, at: number): PageState {
  switch (event.type) {
    case 'message': {
      const messages = put(window.messages, event.message);
      return markUnread(settle({ ...state, window: { ...window, messages } }), event.message);
    }
    case 'changed': {
      const messages = put(window.messages, event.message);
      return settle({ ...state, window: { ...window, messages } });
    }
    case 'deleted': {
      const messages = window.messages.filter((message) => !isSame(message, event));
      return settle({ ...state, window: { ...window, messages } });
    }
    case 'modal':
      return { ...state, ...idle, problem: null, window: { ...window, modal: event.modal } };
    case 'notice': {
      const notice = { at, channel: event.channel, text: event.text };
      // A modal lies over the channel, so what Slack says meanwhile is shown in it too.
      const problem = window.modal ? event.text : state.problem;
      return { ...state, ...idle, problem, notices: [...state.notices, notice] };
    }
  }
}

/** A message came or went: that is what the click was waiting for. A modal waits for its own event. */
function settle(state: PageState): PageState {
  return { ...state, busy: null };
}

function markUnread(state: PageState, { channel, from }: WindowMessage): PageState {
  const seen = channel === state.channel || from === state.window?.you.id || state.unread.includes(channel);
  return seen ? state : { ...state, unread: [...state.unread, channel] };
}

function put(messages: readonly WindowMessage[], message: WindowMessage): readonly WindowMessage[] {
  return [...messages.filter((known) => !isSame(known, message)), message].toSorted(
    (one, other) => Number(one.ts) - Number(other.ts),
  );
}

function isSame(
  one: Pick<WindowMessage, 'channel' | 'ts'>,
  other: Pick<WindowMessage, 'channel' | 'ts'>,
): boolean {
  return one.channel === other.channel && one.ts === other.ts;
}
