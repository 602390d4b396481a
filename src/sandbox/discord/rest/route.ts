import type { JsonObject } from '../../json.ts';
import type { Upload } from '../message-draft.ts';
import type { World } from '../world.ts';

/** A call of the app, once it is known to be in order. */
export interface Call {
  readonly world: World;
  /** The parts of the path that stand in braces in the route. */
  readonly parts: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** A JSON object; lists are read from `list`. */
  readonly body: JsonObject;
  /** Where the body is a list: a bulk overwrite. */
  readonly list: readonly unknown[];
  readonly uploads: readonly Upload[];
}

export interface Answer {
  readonly status: number;
  /** Undefined: nothing, as with 204. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With the names of Discord's OpenAPI document: `/channels/{channel_id}/messages`. */
  readonly path: string;
  /** `none`: the token in the path is enough. Such calls don't count against the global limit. */
  readonly token: 'bot' | 'none';
  /** Of its bucket: calls in so many seconds. Discord publishes no numbers; these were seen in its headers. */
  readonly limit: { readonly calls: number; readonly seconds: number };
  /** @throws {RestError} */
  readonly run: (call: Call) => Answer;
}

const usual = { calls: 50, seconds: 1 } as const;

export function route(
  method: Route['method'],
  path: string,
  run: Route['run'],
  more: Partial<Pick<Route, 'token' | 'limit'>> = {},
): Route {
  return { method, path, run, token: 'bot', limit: usual, ...more };
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const nothing: Answer = { status: 204 };

/** @returns the parts in braces, or `null` where the path is another's */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split('/');
  const given = path.split('/').map(decoded);
  if (wanted.length !== given.length) return null;
  const parts: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name === undefined ? part !== value : value === '' || value.startsWith('@')) return null;
    if (name !== undefined) parts[name] = value;
  }
  return parts;
}

/** discord.js writes `%40original`. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
