import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../src/core/secret.ts';
import { answerTo } from './doveadm-answers.ts';
import {
  type Asked,
  type DoubleSession,
  type DoubleState,
  masksOf,
  type Misbehaviour,
} from './doveadm-table.ts';

/** A doveadm of our own on 127.0.0.1: a table of sessions, and every way to misbehave. */
export interface DoveadmDouble {
  readonly url: string;
  readonly host: string;
  readonly apiKey: Secret;
  readonly asked: readonly Asked[];
  /** Every mask that a `kick` has brought. */
  masks(): readonly string[];
  sessions(): readonly DoubleSession[];
  signIn(name: string, service?: string): void;
  signOut(name: string): void;
  misbehave(how: Misbehaviour | undefined): void;
  become(version: '2.3' | '2.4'): void;
  stop(): Promise<void>;
}

const key = 'a key of the double alone';

export async function startDoveadmDouble(version: '2.3' | '2.4'): Promise<DoveadmDouble> {
  const state: DoubleState = { version, how: undefined, sessions: [], asked: [] };
  const server = createServer((request, response) => void handle(state, request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // A TCP server has an address and a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    apiKey: new Secret(key),
    asked: state.asked,
    masks: () => state.asked.filter(({ command }) => command === 'kick').flatMap(masksOf),
    sessions: () => state.sessions,
    signIn(name, service = 'imap') {
      state.sessions = [...state.sessions, { name, service }];
    },
    signOut(name) {
      state.sessions = state.sessions.filter((session) => session.name !== name);
    },
    misbehave(how) {
      state.how = how;
    },
    become(next) {
      state.version = next;
    },
    async stop() {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function handle(state: DoubleState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  const bearer = `X-Dovecot-API ${Buffer.from(key).toString('base64')}`;
  const isAllowed = request.headers.authorization === bearer;
  // Neither does 2.3 answer then.
  if (!isAllowed && request.headers.connection === 'close') return;
  const answer = isAllowed ? answerTo(state, request.method === 'GET' ? undefined : body) : { status: 401 };
  if (answer === 'nothing') return;
  if (answer === 'cut') return void request.socket.destroy();
  const headers = { 'content-type': 'application/json', connection: 'close', ...answer.headers };
  response.writeHead(answer.status, headers);
  response.end(answer.body ?? '');
}
