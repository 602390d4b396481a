import { verifySlackRequest } from '@slack/bolt';
import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';
import type { Log } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import type { Deliver } from './delivery.ts';
import { parseJson } from './json.ts';
import { limits } from './limits.ts';

/** Bytes. Slack's largest payload, a click in a message of 50 blocks, stays far below. */
const longestBody = 1_000_000;

export interface HttpOptions {
  readonly signingSecret: Secret;
  readonly log: Log;
  readonly now: () => number;
  readonly isOpen: () => boolean;
  readonly deliver: Deliver;
}

/**
 * Takes Slack's requests: 200 for what is signed, whatever becomes of it, and 401 for all else. Slack counts other
 * answers as failures, and switches an app off that has too many.
 */
export function createHttpListener(options: HttpOptions): RequestListener {
  return (request, response) => {
    // A request that broke off while it was read: there is nobody left to answer.
    handle(options, request, response).catch(() => request.destroy());
  };
}

async function handle(
  { signingSecret, log, now, isOpen, deliver }: HttpOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return end(response, 404);
  if (!isOpen()) return end(response, 503);
  const bytes = await readBody(request);
  if (bytes === undefined) {
    log.warn({ status: 413 }, 'slack request too large');
    request.resume();
    return end(response, 413);
  }
  const body = bytes.toString();
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  if (isForm && isBareSslCheck(body)) return end(response, 200);
  // What isn't UTF-8 reads as other characters, so that the same signature would be right for several bodies.
  if (!isUtf8(bytes) || !isSigned(request, body, signingSecret, now())) {
    log.warn({ status: 401 }, 'slack request without a valid signature');
    return end(response, 401);
  }
  const payload = isForm ? readForm(body) : parseJson(body);
  if (typeof payload !== 'object' || payload === null) {
    log.warn({ payload: 'malformed' }, 'slack payload not understood');
    return end(response, 200);
  }
  if ('type' in payload && payload.type === 'url_verification' && 'challenge' in payload) {
    return answer(response, { challenge: String(payload.challenge) });
  }
  await deliver({
    body: payload,
    envelope: undefined,
    acknowledge: (acknowledgement) => answer(response, acknowledgement),
  });
  // Not taken, since we are about to stop.
  if (!response.headersSent) end(response, 503);
}

/** Slack's own check allows dates in the future, and reads numbers in any way of writing. */
function isSigned(request: IncomingMessage, body: string, secret: Secret, now: number): boolean {
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = request.headers;
  if (typeof signature !== 'string' || typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp)) {
    return false;
  }
  const sent = Number(timestamp);
  if (Math.abs(now / 1000 - sent) > limits.signatureAge) return false;
  try {
    verifySlackRequest({
      signingSecret: secret.reveal(),
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': sent },
      nowMilliseconds: now,
    });
    return true;
  } catch {
    return false;
  }
}

/**
 * Slack looks after certificates with an unsigned `ssl_check=1`, which is answered and does nothing. With any other
 * field beside it, the request is one that needs its signature.
 */
function isBareSslCheck(body: string): boolean {
  const fields = new URLSearchParams(body);
  return (
    fields.get('ssl_check') === '1' && [...fields.keys()].every((key) => ['ssl_check', 'token'].includes(key))
  );
}

function readForm(body: string): unknown {
  const fields = new URLSearchParams(body);
  const payload = fields.get('payload');
  return payload === null ? Object.fromEntries(fields) : parseJson(payload);
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Breaking off must not cut the connection: there is an answer to send.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    // Without an encoding set, a request hands out buffers.
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > longestBody) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, status === 200 ? {} : { Connection: 'close' });
  response.end();
}

/** @throws where Slack has hung up, as it does after 3 s */
async function answer(response: ServerResponse, content: object | undefined): Promise<void> {
  if (response.destroyed || response.writableEnded) throw new Error('Slack has hung up');
  const sent = finished(response);
  if (content === undefined) response.writeHead(200).end();
  else response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(content));
  await sent;
}
