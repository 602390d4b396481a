import type { IncomingMessage } from 'node:http';

/**
 * Whether the request was sent to this machine, from a page of this machine.
 *
 * The Host header gives away a foreign name that was made to resolve to 127.0.0.1; the Origin header, a page of another site.
 */
export function isLocal({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}
