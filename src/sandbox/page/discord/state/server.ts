import type { DiscordChoice, DiscordWindowActs, DiscordWindowState } from '../../../discord-window.ts';
import { problemOf } from '../../state/server.ts';

/** @param user left empty for the first of the people */
export async function fetchState(user: string): Promise<DiscordWindowState> {
  const query = user === '' ? '' : `?user=${encodeURIComponent(user)}`;
  const response = await fetch(`/discord/window/state${query}`);
  if (!response.ok) throw new Error(await problemOf(response));
  // The server is part of the same package and is held to this type by the compiler.
  return (await response.json()) as DiscordWindowState;
}

/** Sends one act of the person. Resolves with the server's words where it refused, else with null. */
export async function post<Act extends Exclude<keyof DiscordWindowActs, 'autocomplete'>>(
  act: Act,
  body: DiscordWindowActs[Act],
): Promise<string | null> {
  try {
    const response = await send(act, body);
    return response.ok ? null : await problemOf(response);
  } catch {
    return 'The sandbox can’t be reached. Is it still running?';
  }
}

/** Resolves with null where the app gave no choices: Discord says then that loading them failed. */
export async function autocomplete(
  body: DiscordWindowActs['autocomplete'],
): Promise<readonly DiscordChoice[] | null> {
  try {
    const response = await send('autocomplete', body);
    if (!response.ok) return null;
    // As above.
    const { choices } = (await response.json()) as { readonly choices: readonly DiscordChoice[] };
    return choices;
  } catch {
    return null;
  }
}

function send(act: keyof DiscordWindowActs, body: object): Promise<Response> {
  return fetch(`/discord/window/${act}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
