import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { urlOf } from '../../http.ts';
import type { JsonObject } from '../../json.ts';
import { createConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { mostIdentifies, opcode } from './protocol.ts';
import { createSessions } from './sessions.ts';
import type { GatewayOptions, GatewayState } from './state.ts';

const path = '/gateway/';

export interface GatewayControls {
  /** Connections that are signed in. */
  readonly count: () => number;
  /** Ids of the sessions that are open or may be resumed. */
  readonly sessions: () => readonly string[];
  /** What each of these sessions asked to hear of, as the bits of its IDENTIFY. */
  readonly intents: () => readonly number[];
  /** How often IDENTIFY was accepted: each counts against 1,000 a day. */
  readonly identifies: () => number;
  /** Cuts connections without a word, the oldest first; all where no number is given. */
  readonly drop: (count?: number) => void;
  /** Half-dead: they stay open and take what they are sent, and nothing comes from them any more. */
  readonly mute: () => void;
  /** Closes all with one of Discord's codes: 4000, 4004, 4014, … */
  readonly close: (code: number) => void;
  /** Op 7: the app is asked to connect again and resume. */
  readonly reconnect: () => void;
  /** Op 9. Not resumable: the sessions are forgotten, and what comes until the app signs in again is lost. */
  readonly invalidate: (resumable?: boolean) => void;
  /** Forgets sessions without telling: the next RESUME is answered by op 9. */
  readonly forget: () => void;
  /** The next sign-ins are met by a close with this code. */
  readonly refuse: (code: number, times?: number) => void;
  /** The next connections are accepted, and get no HELLO. */
  readonly silence: (times: number) => void;
  /** The next connections are answered with 503 in place of a WebSocket. */
  readonly turnAway: (times: number) => void;
}

export interface Gateway {
  readonly controls: GatewayControls;
  /** The body of `GET /gateway/bot`. */
  readonly info: () => JsonObject;
  /** @returns false where the path is another's */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** @returns what became of it in each session. Empty: there is none */
  readonly dispatch: (
    type: string,
    data: JsonObject,
    intents?: number,
  ) => readonly { readonly session: string; readonly state: 'sent' | 'held' }[];
  readonly stop: () => Promise<void>;
}

export function createGateway(options: GatewayOptions): Gateway {
  const server = new WebSocketServer({ noServer: true });
  const connections = new Map<WebSocket, Connection>();
  const sessions = createSessions();
  const refusals: number[] = [];
  let identifies = 0;
  let silent = 0;
  let turnedAway = 0;
  const url = `${options.origin.replace('http', 'ws')}${path}`;

  const state: GatewayState = {
    options,
    sessions,
    url,
    // After 1,000 sign-ins in a day Discord resets the token: the old one is worth nothing.
    isTokenValid: (token) => token === options.token && identifies < mostIdentifies,
    takeRefusal: () => refusals.shift(),
    countIdentify: () => {
      identifies += 1;
    },
  };

  function each(act: (connection: Connection, socket: WebSocket) => void, count = connections.size): void {
    for (const [socket, connection] of [...connections].slice(0, count)) act(connection, socket);
  }

  function forget(): void {
    for (const session of sessions.all()) sessions.end(session.id);
  }

  return {
    controls: {
      count: () => [...connections.values()].filter((connection) => connection.isSignedIn()).length,
      sessions: () => sessions.all().map(({ id }) => id),
      intents: () => sessions.all().map(({ intents }) => intents),
      identifies: () => identifies,
      drop: (count) => each((_connection, socket) => socket.terminate(), count),
      mute: () => each((connection) => connection.mute()),
      close: (code) => each((_connection, socket) => socket.close(code)),
      reconnect: () => each((connection) => connection.send({ op: opcode.reconnect, d: null })),
      invalidate: (resumable = false) => {
        if (!resumable) forget();
        each((connection) => connection.send({ op: opcode.invalidSession, d: resumable }));
      },
      forget,
      refuse: (code, times = 1) => {
        for (let count = 0; count < times; count += 1) refusals.push(code);
      },
      silence: (times) => {
        silent = times;
      },
      turnAway: (times) => {
        turnedAway = times;
      },
    },
    info: () => ({
      url,
      shards: 1,
      session_start_limit: {
        total: mostIdentifies,
        remaining: mostIdentifies - identifies,
        reset_after: 86_400_000,
        max_concurrency: 1,
      },
    }),
    upgrade: (request, socket, head) => {
      const asked = urlOf(request, options.origin);
      if (asked.pathname !== path) return false;
      if (turnedAway > 0) {
        turnedAway -= 1;
        refuse(socket);
        return true;
      }
      server.handleUpgrade(request, socket, head, (opened) => {
        const connection = createConnection(state, opened, asked.searchParams.get('v') ?? '10');
        connections.set(opened, connection);
        opened.on('close', () => connections.delete(opened));
        if (silent === 0) connection.hello();
        else silent -= 1;
      });
      return true;
    },
    dispatch: (type, data, intents = 0) =>
      sessions
        .all()
        .filter((session) => intents === 0 || (session.intents & intents) !== 0)
        .map((session) => ({ session: session.id, state: session.dispatch(type, data) })),
    stop: async () => {
      await Promise.all([...connections.keys()].map(hangUp));
      server.close();
    },
  };
}

/** Answers as a proxy in front of a gateway that is away. */
function refuse(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
  socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
    socket.destroy(),
  );
}

/** Says goodbye, and cuts whoever does not say it back. */
async function hangUp(socket: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  socket.close(1001);
  await Promise.race([closed, wait(200, undefined, { ref: false })]);
  socket.terminate();
}
