import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/**
 * What became of something sent.
 *
 * - `taken`: Slack has it.
 * - `refused`: Slack certainly doesn't, so another way can't show it twice.
 * - `unknown`: the answer was lost, or speaks of a failure in the middle.
 */
export type Fate =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused' | 'unknown'; readonly code: string; readonly retryAfter?: number };

/** Slack's own words for a failure after which the work may have been done. */
const unsure: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** Failures of the network before a byte of the request could be read. */
const neverArrived: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Reads what a `WebClient` threw. Errors of the SDK may carry whole answers, so only their words are kept. */
export function fateOfCall(error: unknown): Fate & { readonly kind: 'refused' | 'unknown' } {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'refused', code: 'rate_limited', retryAfter: error.retryAfter };
  }
  if (error instanceof WebAPIPlatformError) {
    const { error: word } = error.data;
    // Where the answer was no JSON, the SDK puts all of it here.
    if (typeof word !== 'string' || !/^[a-z0-9_]{1,60}$/.test(word)) {
      return { kind: 'unknown', code: 'unreadable_answer' };
    }
    return { kind: unsure.has(word) ? 'unknown' : 'refused', code: word };
  }
  if (error instanceof WebAPIHTTPError) return fateOfStatus(error.statusCode);
  if (error instanceof WebAPIRequestError) return fateOfNetwork(error.original);
  return fateOfNetwork(error);
}

/** Of an answer other than 200. */
export function fateOfStatus(status: number): Fate & { readonly kind: 'refused' | 'unknown' } {
  return { kind: status < 500 ? 'refused' : 'unknown', code: `http_${status}` };
}

/** Of what the network threw, as it is or as the cause of an error of the SDK. */
export function fateOfNetwork(error: unknown): Fate & { readonly kind: 'refused' | 'unknown' } {
  const code = networkCode(error);
  return { kind: neverArrived.has(code) ? 'refused' : 'unknown', code };
}

function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error) return networkCode(cause);
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : error.name;
}
