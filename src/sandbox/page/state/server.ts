import type { WindowActs, WindowState } from '../../window.ts';

/** @param user left empty for the first of the people */
export async function fetchState(user: string): Promise<WindowState> {
  const query = user === '' ? '' : `?user=${encodeURIComponent(user)}`;
  const response = await fetch(`/window/state${query}`);
  if (!response.ok) throw new Error(await problemOf(response));
  // The server is part of the same package and is held to this type by the compiler.
  return (await response.json()) as WindowState;
}

/** Sends one act of the person. Resolves with the server's words where it refused, else with null. */
export async function post<Act extends keyof WindowActs>(
  act: Act,
  body: WindowActs[Act],
): Promise<string | null> {
  try {
    const response = await fetch(`/window/${act}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok ? null : await problemOf(response);
  } catch {
    return 'The sandbox can’t be reached. Is it still running?';
  }
}

export async function problemOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'error' in body && typeof body.error === 'string') {
    return body.error;
  }
  return `The sandbox answered with ${response.status}.`;
}
