import type { PhonesActs, PhonesState } from '../../mail/phones-window.ts';
import { problemOf } from './server.ts';

/** Milliseconds between two attempts: the server is on this machine. */
const retryPause = 500;

/** Hears how the phones are, until the returned function is called. @param cards whether they are shown */
export function followPhones(cards: boolean, hear: (state: PhonesState) => void): () => void {
  let stopped = false;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const origin = location.origin.replace(/^http/, 'ws');
    socket = new WebSocket(`${origin}/phones/live${cards ? '' : '?cards=none'}`);
    socket.addEventListener('message', ({ data }) => {
      // One PhonesState a frame, from the server of the same package.
      if (!stopped) hear(JSON.parse(String(data)) as PhonesState);
    });
    socket.addEventListener('close', () => {
      if (!stopped) timer = setTimeout(connect, retryPause);
    });
  }

  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}

/** Resolves with the server's words where it refused, else with null. */
export async function actOnPhone<Act extends keyof PhonesActs>(
  act: Act,
  body: PhonesActs[Act],
): Promise<string | null> {
  try {
    const response = await fetch(`/phones/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? null : await problemOf(response);
  } catch {
    return 'The sandbox can’t be reached. Is it still running?';
  }
}

/** What has happened to phones since `before`, for who hears the page and doesn't see it. */
export function changesOf(before: PhonesState | null, now: PhonesState): readonly string[] {
  if (!before) return [];
  return now.phones.flatMap((phone) => {
    const known = before.phones.find(({ id }) => id === phone.id);
    if (!known || known.state === phone.state || phone.state === 'connecting') return [];
    return [`${phone.label}: ${phone.state === 'connected' ? 'Connected' : (phone.reason ?? '')}`];
  });
}
