import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Acknowledgement, Deliver, Outgoing } from './delivery.ts';
import { urlOf } from '../http.ts';
import type { DeliveryEntry } from './journal.ts';
import { asObject, asText, parseJson } from '../json.ts';
import type { World } from './world.ts';

/** @see https://docs.slack.dev/apis/events-api/using-socket-mode */
const mostConnections = 10;
const path = '/link/';

export interface SocketControls {
  /** Connections that the app has open. */
  readonly count: () => number;
  /** Cuts connections without a word, the oldest first; all where no number is given. */
  readonly drop: (count?: number) => void;
  /** Half-dead: they stay open and take what they are sent, and nothing comes from them any more, pongs neither. */
  readonly mute: (count?: number) => void;
  /** The same for connections that are still to come: they are accepted, and get no `hello`. */
  readonly muteNext: (count: number) => void;
  /**
   * Slack's own notice that a connection is about to be closed; it is, `closeAfter` milliseconds later. The oldest first;
   * all where no number is given.
   */
  readonly disconnect: (
    reason: 'warning' | 'refresh_requested' | 'link_disabled',
    closeAfter?: number,
    count?: number,
  ) => void;
}

export interface SocketMode {
  readonly controls: SocketControls;
  /** The answer to `apps.connections.open`: an address that opens one connection. */
  readonly newUrl: () => string;
  /** @returns false where the path is another's */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  readonly deliver: Deliver;
  readonly stop: () => Promise<void>;
}

interface Link {
  readonly socket: WebSocket;
  readonly muted: boolean;
}

export function createSocketMode(world: World): SocketMode {
  const { options, journal, faults } = world;
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const tickets = new Set<string>();
  const links = new Map<WebSocket, Link>();
  const waiting = new Map<string, Set<(answer: unknown) => void>>();
  let turn = 0;
  let muteNext = 0;

  const pings = setInterval(() => {
    for (const { socket, muted } of links.values())
      if (!muted) socket.ping(`Ping from applink-${Date.now()}`);
  }, options.pingInterval ?? 10_000);
  pings.unref();

  function accept(socket: WebSocket): void {
    if (links.size >= mostConnections) {
      send(socket, { type: 'disconnect', reason: 'too_many_websockets', debug_info: debugInfo });
      socket.close();
      return;
    }
    const muted = muteNext > 0;
    if (muted) muteNext -= 1;
    links.set(socket, { socket, muted });
    socket.on('close', () => links.delete(socket));
    // A socket that the app cut is told of by `close`, too.
    socket.on('error', () => links.delete(socket));
    socket.on('ping', (data) => {
      if (links.get(socket)?.muted === false) socket.pong(data);
    });
    // `ws` hands over one Buffer a message, as long as `binaryType` is left alone.
    socket.on('message', (data: Buffer) => {
      if (links.get(socket)?.muted === false) receive(data.toString('utf8'));
    });
    if (muted) return;
    send(socket, {
      type: 'hello',
      num_connections: links.size,
      debug_info: debugInfo,
      connection_info: { app_id: options.app.id },
    });
  }

  function receive(text: string): void {
    const frame = asObject(parseJson(text));
    for (const settle of waiting.get(asText(frame['envelope_id'])) ?? []) settle(frame['payload']);
  }

  /** Any open connection may get it; here they take turns. */
  function pick(): Link | undefined {
    const open = [...links.values()].filter(({ socket }) => socket.readyState === socket.OPEN);
    turn += 1;
    return open[turn % Math.max(open.length, 1)];
  }

  async function sendOne(outgoing: Outgoing, envelopeId: string): Promise<Acknowledgement> {
    const link = pick();
    const settleEntry = journal.delivery({ ...newEntry(outgoing), envelopeId });
    if (!link) {
      settleEntry({ outcome: 'unreachable' });
      return { ok: false, problem: 'dispatch_failed' };
    }
    const sent = Date.now();
    const { kind, payload, acceptsAnswer } = outgoing;
    if (!link.muted) {
      send(link.socket, {
        envelope_id: envelopeId,
        payload,
        type: kind,
        accepts_response_payload: acceptsAnswer,
        ...(kind === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {}),
      });
    }
    const deadline = options.ackDeadline ?? 3000;

    return new Promise((resolve) => {
      const settles = waiting.get(envelopeId) ?? new Set();
      waiting.set(envelopeId, settles);
      // Late acknowledgements are written down for tests, a while longer than anything waits for them.
      const forget = setTimeout(() => waiting.delete(envelopeId), deadline * 10 + 1000);
      forget.unref();
      const timeout = setTimeout(() => {
        settleEntry({ outcome: 'missing' });
        resolve({ ok: false, problem: 'operation_timeout' });
      }, deadline);
      const settle = (answer: unknown): void => {
        settles.delete(settle);
        clearTimeout(timeout);
        clearTimeout(forget);
        if (settles.size === 0) waiting.delete(envelopeId);
        const latency = Date.now() - sent;
        const late = latency > deadline;
        settleEntry({ outcome: late ? 'late' : 'acknowledged', latency, ack: answer });
        // On a busy machine an answer can be read before the timer of a deadline that has passed.
        if (late) resolve({ ok: false, problem: 'operation_timeout' });
        else resolve({ ok: true, answer: acceptsAnswer ? asObject(answer) : {} });
      };
      settles.add(settle);
    });
  }

  return {
    controls: {
      count: () => links.size,
      drop: (count = links.size) => {
        for (const { socket } of [...links.values()].slice(0, count)) socket.terminate();
      },
      mute: (count = links.size) => {
        for (const { socket } of [...links.values()].slice(0, count))
          links.set(socket, { socket, muted: true });
      },
      muteNext: (count) => {
        muteNext = count;
      },
      disconnect: (reason, closeAfter = 1000, count = links.size) => {
        for (const { socket } of [...links.values()].slice(0, count)) {
          send(socket, { type: 'disconnect', reason, debug_info: debugInfo });
          setTimeout(() => socket.close(), closeAfter).unref();
        }
      },
    },
    newUrl: () => {
      const ticket = randomBytes(16).toString('hex');
      tickets.add(ticket);
      return `${world.origin.replace('http', 'ws')}${path}?ticket=${ticket}&app_id=${options.app.id}`;
    },
    upgrade: (request, socket, head) => {
      const url = urlOf(request, world.origin);
      if (url.pathname !== path) return false;
      if (!tickets.delete(url.searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return true;
      }
      server.handleUpgrade(request, socket, head, accept);
      return true;
    },
    deliver: async (outgoing) => {
      const { copies, as, delay } = faults.delivery();
      if (delay > 0) await wait(delay);
      const first = randomUUID();
      const envelopes = Array.from({ length: copies }, (_, copy) =>
        copy === 0 || as === 'same-envelope' ? first : randomUUID(),
      );
      return firstSuccess(envelopes.map(async (envelopeId) => sendOne(outgoing, envelopeId)));
    },
    stop: async () => {
      clearInterval(pings);
      await Promise.all([...links.keys()].map(hangUp));
      server.close();
    },
  };
}

const debugInfo = { host: 'applink-sandbox', build_number: 1, approximate_connection_time: 18060 };

/** Says goodbye, and cuts whoever does not say it back. */
async function hangUp(socket: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  socket.close(1001);
  await Promise.race([closed, wait(200, undefined, { ref: false })]);
  socket.terminate();
}

function send(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}

function newEntry({ kind, payload }: Outgoing): DeliveryEntry {
  return {
    at: Date.now(),
    kind,
    via: 'socket',
    envelopeId: null,
    payload,
    outcome: 'waiting',
    latency: null,
    ack: null,
    status: null,
  };
}

/** Of several copies the first to be acknowledged counts; where none is, the first failure does. */
export async function firstSuccess(copies: readonly Promise<Acknowledgement>[]): Promise<Acknowledgement> {
  const succeeded = copies.map(async (copy) => {
    const outcome = await copy;
    if (!outcome.ok) throw new Error(outcome.problem);
    return outcome;
  });
  try {
    return await Promise.any(succeeded);
  } catch {
    return (await copies[0]) ?? { ok: false, problem: 'dispatch_failed' };
  }
}
