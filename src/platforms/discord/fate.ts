import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/**
 * What became of something sent.
 *
 * - `taken`: Discord has it.
 * - `refused`: Discord certainly doesn't, so another way can't show it twice.
 * - `unknown`: the answer was lost, or speaks of a failure in the middle.
 */
export type Fate = { readonly kind: 'taken' } | Failed;

export interface Failed {
  readonly kind: 'refused' | 'unknown';
  /** Discord's number, such as `50001`, else a word of ours. */
  readonly code: string;
  /** In seconds. */
  readonly retryAfter?: number;
}

/** Failures of the network before a byte of the request could be read. */
const neverArrived: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Reads what discord.js threw. Its errors carry whole requests and the tokens in their addresses: only codes are kept. */
export function fateOfCall(error: unknown): Failed {
  if (error instanceof RateLimitError) {
    return { kind: 'refused', code: 'rate_limited', retryAfter: error.retryAfter / 1000 };
  }
  if (error instanceof DiscordAPIError) {
    const { code, status } = error;
    // 0 is Discord's code for what has none of its own, such as 401.
    return { kind: 'refused', code: typeof code === 'number' && code > 0 ? String(code) : `http_${status}` };
  }
  if (error instanceof HTTPError) return { kind: 'unknown', code: `http_${error.status}` };
  const code = networkCode(error);
  return { kind: neverArrived.has(code) ? 'refused' : 'unknown', code };
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'AbortError') return 'timeout';
  const { cause } = error;
  if (cause instanceof Error) return networkCode(cause);
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Za-z0-9_]+$/.test(code) ? code : error.name;
}
