import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Acknowledgement, Deliver, Outgoing } from './delivery.ts';
import { asObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { RequestFault } from './misbehave.ts';
import { firstSuccess } from './socket-mode.ts';
import type { World } from './world.ts';

/** Sends deliveries as Slack does without Socket Mode: signed form posts to the app's request URL. */
export function createHttpDelivery(world: World, requestUrl: string): Deliver {
  return async (outgoing) => {
    const { copies, as, delay } = world.faults.delivery();
    if (delay > 0) await wait(delay);
    const first = sign(world, outgoing);
    const requests = Array.from({ length: copies }, (_, copy) =>
      copy === 0 || as === 'same-envelope' ? first : sign(world, outgoing),
    );
    return firstSuccess(requests.map(async (signed) => post(world, requestUrl, outgoing, signed)));
  };
}

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
function sign(world: World, outgoing: Outgoing): Signed {
  const fault = world.faults.takeRequest();
  const body = encode(outgoing, fault);
  const timestamp = String(Math.floor(Date.now() / 1000) + clockError(fault));
  const secret = fault === 'wrong-secret' ? 'not the signing secret' : world.options.app.signingSecret;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  const signature = fault === 'bad-signature' ? `v0=${flipLast(digest)}` : `v0=${digest}`;
  const isJson = outgoing.kind === 'events_api';

  return {
    headers: {
      'Content-Type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
      'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'X-Slack-Request-Timestamp': timestamp,
      ...(fault === 'no-signature' ? {} : { 'X-Slack-Signature': signature }),
    },
    body: fault === 'tampered' ? flipLast(body) : body,
  };
}

function encode({ kind, payload }: Outgoing, fault: RequestFault | undefined): string {
  if (kind === 'events_api') return JSON.stringify(payload);
  const fields = kind === 'slash_commands' ? toFields(payload) : { payload: JSON.stringify(payload) };
  if (fault === 'huge') return new URLSearchParams({ ...fields, padding: 'x'.repeat(10_000_000) }).toString();
  if (fault === 'ssl-check') return new URLSearchParams({ ...fields, ssl_check: '1' }).toString();
  return new URLSearchParams(fields).toString();
}

function toFields(payload: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}

/** Seconds. The limit is five minutes. */
function clockError(fault: RequestFault | undefined): number {
  if (fault === 'stale') return -360;
  return fault === 'future' ? 360 : 0;
}

function flipLast(text: string): string {
  return text.slice(0, -1) + (text.endsWith('0') ? '1' : '0');
}

async function post(
  world: World,
  requestUrl: string,
  { kind, payload, acceptsAnswer }: Outgoing,
  { headers, body }: Signed,
): Promise<Acknowledgement> {
  const sent = Date.now();
  const deadline = world.options.ackDeadline ?? 3000;
  const settleEntry = world.journal.delivery({
    at: sent,
    kind,
    via: 'http',
    envelopeId: null,
    payload,
    outcome: 'waiting',
    latency: null,
    ack: null,
    status: null,
  });

  return new Promise((resolve) => {
    const timeout = setTimeout(() => {
      settleEntry({ outcome: 'missing' });
      resolve({ ok: false, problem: 'operation_timeout' });
    }, deadline);
    const fail = (problem: 'dispatch_failed' | 'http_client_error'): void => {
      clearTimeout(timeout);
      resolve({ ok: false, problem });
    };
    // A connection for each: one kept from before the app was started again would be cut under the request.
    const outgoing = request(requestUrl, { method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', () => fail('dispatch_failed'));
      response.on('end', () => {
        const latency = Date.now() - sent;
        const status = response.statusCode ?? 0;
        const ack = readAnswer(text);
        if (status !== 200) {
          settleEntry({ outcome: 'refused', latency, status, ack });
          fail(status >= 400 && status < 500 ? 'http_client_error' : 'dispatch_failed');
          return;
        }
        clearTimeout(timeout);
        const late = latency > deadline;
        settleEntry({ outcome: late ? 'late' : 'acknowledged', latency, status, ack });
        // On a busy machine an answer can be read before the timer of a deadline that has passed.
        if (late) resolve({ ok: false, problem: 'operation_timeout' });
        else resolve({ ok: true, answer: acceptsAnswer ? ack : {} });
      });
    });
    outgoing.on('error', () => {
      settleEntry({ outcome: 'unreachable' });
      fail('dispatch_failed');
    });
    // A late answer is written down for tests; nothing waits for one as long as this.
    outgoing.setTimeout(deadline * 10 + 1000, () => outgoing.destroy());
    outgoing.end(body);
  });
}

/** A command may be answered with plain text; anything else is JSON or nothing. */
function readAnswer(text: string): JsonObject {
  if (text === '') return {};
  const parsed = parseJson(text);
  return parsed === undefined ? { text } : asObject(parsed);
}
