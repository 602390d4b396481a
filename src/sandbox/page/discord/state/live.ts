import type { DiscordWindowEvent } from '../../../discord-window.ts';
import type { PageEvent } from './page-state.ts';
import { fetchState } from './server.ts';

/** Milliseconds between two attempts: the server is on this machine, so a quick pace costs nothing. */
const retryPause = 500;

/**
 * Keeps the page up to date with what one person sees, until the returned function is called.
 *
 * The socket is opened before the state is fetched, and what it says meanwhile is held back until
 * the state is there: so nothing falls between the two.
 */
export function follow(user: string, dispatch: (event: PageEvent) => void): () => void {
  let stopped = false;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const origin = location.origin.replace(/^http/, 'ws');
    const opened = new WebSocket(`${origin}/discord/window/live?user=${encodeURIComponent(user)}`);
    socket = opened;
    let held: PageEvent[] | undefined = [];
    let asked = 0;

    const load = (): void => {
      asked += 1;
      const asking = asked;
      held ??= [];
      fetchState(user).then(
        (window) => {
          if (stopped || socket !== opened || asking !== asked) return;
          dispatch({ type: 'loaded', window });
          held?.forEach(dispatch);
          held = undefined;
        },
        () => opened.close(),
      );
    };
    opened.addEventListener('open', load);
    opened.addEventListener('message', ({ data }) => {
      if (stopped) return;
      // One DiscordWindowEvent a frame, from the server of the same package.
      const event = JSON.parse(String(data)) as DiscordWindowEvent;
      if (event.type === 'stale') return load();
      const heard: PageEvent = { type: 'heard', event, at: Date.now() };
      if (held) held.push(heard);
      else dispatch(heard);
    });
    opened.addEventListener('close', () => {
      if (stopped) return;
      dispatch({ type: 'away' });
      timer = setTimeout(connect, retryPause);
    });
  }

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
