import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RestFault } from '../misbehave.ts';
import { errorBody } from './error.ts';

export interface Reply {
  readonly status: number;
  /** Undefined for 204. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers a call, or fails to, as the fault says.
 *
 * @param run does what was asked. Some faults do it and lose the answer, others leave it undone
 * @returns the status that was sent: 0 for none
 */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fault: RestFault | undefined,
  run: () => Reply,
): number {
  switch (fault?.kind) {
    case undefined:
      return send(response, run());
    case 'rate-limited':
      return send(response, rateLimited(fault.scope, fault.retryAfterSeconds));
    case 'refused':
      return send(response, { status: fault.status, body: errorBody(fault.code) });
    case 'status':
      response.writeHead(fault.status, { 'Content-Type': 'text/html' });
      response.end('<html>something went wrong</html>');
      return fault.status;
    case 'reset':
      request.socket.resetAndDestroy();
      return 0;
    case 'hang':
      return 0;
    case 'lost-answer':
      run();
      request.socket.resetAndDestroy();
      return 0;
    case 'cut-answer': {
      const { status, body, headers } = run();
      if (body === undefined) {
        request.socket.resetAndDestroy();
        return 0;
      }
      const text = JSON.stringify(body);
      const length = Buffer.byteLength(text);
      response.writeHead(status, {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': length,
      });
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
      return 0;
    }
    case 'slow': {
      const reply = run();
      setTimeout(() => send(response, reply), fault.milliseconds).unref();
      return reply.status;
    }
  }
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): number {
  // A content type without content makes discord.js read JSON where there is none.
  if (body === undefined) response.writeHead(status, headers).end();
  else
    response.writeHead(status, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  return status;
}

/** @see https://docs.discord.com/developers/topics/rate-limits#exceeding-a-rate-limit */
export function rateLimited(
  scope: 'global' | 'bucket' | 'user' | 'shared',
  seconds: number,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const global = scope === 'global';
  return {
    status: 429,
    body: { message: 'You are being rate limited.', retry_after: seconds, global },
    headers: {
      ...headers,
      'Retry-After': String(seconds),
      'X-RateLimit-Scope': scope === 'bucket' ? 'user' : scope,
      ...(global ? { 'X-RateLimit-Global': 'true' } : {}),
    },
  };
}
