import type { WindowEvent } from '../../window.ts';
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
    const opened = new WebSocket(
      `${location.origin.replace(/^http/, 'ws')}/window/live?user=${encodeURIComponent(user)}`,
    );
    socket = opened;
    let held: PageEvent[] | undefined = [];

    opened.addEventListener('open', () => {
      fetchState(user).then(
        (window) => {
          if (stopped || socket !== opened) return;
          dispatch({ type: 'loaded', window });
          held?.forEach(dispatch);
          held = undefined;
        },
        () => opened.close(),
      );
    });
    opened.addEventListener('message', ({ data }) => {
      if (stopped) return;
      // One WindowEvent a frame, from the server of the same package.
      const event = JSON.parse(String(data)) as WindowEvent;
      const heard: PageEvent = { type: 'heard', event, at: Date.now() / 1000 };
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
