import type { IncomingMessage, ServerResponse } from 'node:http';
import { sendJson } from '../../http.ts';
import type { JsonObject } from '../../json.ts';
import type { ApiFault } from '../misbehave.ts';

export interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Answers a call, or fails to, as the fault says.
 *
 * @param run does what was asked. Some faults do it and lose the answer, others leave it undone
 * @returns the status that was sent, 0 for none, and the refusal
 */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fault: ApiFault | undefined,
  run: () => Reply,
): { readonly status: number; readonly error: string | null } {
  const send = ({ status, body, headers }: Reply) => {
    sendJson(response, status, body, headers);
    return { status, error: typeof body['error'] === 'string' ? body['error'] : null };
  };
  switch (fault?.kind) {
    case undefined:
      return send(run());
    case 'rate-limited':
      return send(rateLimited(fault.retryAfterSeconds));
    case 'error':
      return send({ status: 200, body: { ok: false, error: fault.error } });
    case 'status':
      response.writeHead(fault.status, { 'Content-Type': 'text/html' });
      response.end('<html>something went wrong</html>');
      return { status: fault.status, error: null };
    case 'reset':
      request.socket.resetAndDestroy();
      return { status: 0, error: null };
    case 'hang':
      return { status: 0, error: null };
    case 'lost-answer': {
      const { body } = run();
      request.socket.resetAndDestroy();
      return { status: 0, error: typeof body['error'] === 'string' ? body['error'] : null };
    }
    case 'cut-answer': {
      const { status, body } = run();
      const text = JSON.stringify(body);
      response.writeHead(status, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
      });
      response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
      return { status: 0, error: null };
    }
    case 'slow': {
      const reply = run();
      setTimeout(() => send(reply), fault.milliseconds).unref();
      return {
        status: reply.status,
        error: typeof reply.body['error'] === 'string' ? reply.body['error'] : null,
      };
    }
  }
}

/** @see https://docs.slack.dev/apis/web-api/rate-limits */
export function rateLimited(seconds: number): Reply {
  return {
    status: 429,
    body: { ok: false, error: 'ratelimited' },
    headers: { 'Retry-After': String(seconds) },
  };
}
