import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody, sendJson } from '../http.ts';
import { asObject, asText, isObject, parseJson } from '../json.ts';
import { listenLocally } from './listen.ts';
import type { MailSession, MailSessions } from './sessions.ts';

/** The two ways in which Dovecot carries a device: as a field beside the user (2.4), or in the user's name (2.3). */
export type DovecotVersion = '2.3' | '2.4';

export interface DoveadmApi {
  readonly url: string;
  stop(): Promise<void>;
}

interface DoveadmOptions {
  readonly sessions: MailSessions;
  readonly apiKey: string;
  readonly version: DovecotVersion;
  readonly port: number;
}

/** doveadm's exit code for "there is no such user". */
const nobody = 68;

/**
 * Answers `who` and `kick` as doveadm's HTTP API does.
 *
 * @see https://doc.dovecot.org/main/core/admin/doveadm.html#http-api
 */
export async function startDoveadmApi(options: DoveadmOptions): Promise<DoveadmApi> {
  const { apiKey, port } = options;
  const key = Buffer.from(`X-Dovecot-API ${Buffer.from(apiKey).toString('base64')}`);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url !== '/doveadm/v1') return end(response, 404);
    if (!isSame(Buffer.from(request.headers.authorization ?? ''), key)) return end(response, 401);
    if (request.method === 'GET') return sendJsonList(response, commandsOf(options.version));
    if (request.method !== 'POST') return end(response, 405);
    const body = parseJson((await readBody(request)) ?? '');
    if (!Array.isArray(body)) return end(response, 400);
    // One command a request is what Dovecot is asked; more than one, it answers in order.
    const answers = body.map((command: unknown) => answer(command, options));
    sendJsonList(response, answers);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy());
  });
  const bound = await listenLocally(server, port);
  return {
    url: `http://127.0.0.1:${bound}/doveadm/v1`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer(command: unknown, { sessions, version }: DoveadmOptions): readonly unknown[] {
  const [name, given, tag] = Array.isArray(command) ? (command as readonly unknown[]) : [];
  const parameters = asObject(given);
  const error = (type: string, exitCode = 0) => ['error', { type, exitCode }, asText(tag)];
  if (typeof name !== 'string' || !isObject(given) || typeof tag !== 'string') return error('invalidRequest');
  const masks = masksOf(parameters['mask']);
  const byDevice = parameters['passdbField'] === 'user_device';
  if (parameters['passdbField'] !== undefined && (!byDevice || version === '2.3'))
    return error('invalidRequest');
  const named = (session: MailSession) =>
    byDevice || version === '2.3' ? session.identity : session.userName;
  const isMeant = (session: MailSession) => masks.some((mask) => mask.test(named(session)));
  if (name === 'who') {
    const meant = masks.length === 0 ? sessions.all() : sessions.all().filter(isMeant);
    return ['doveadmResponse', meant.map((session) => row(session, version)), tag];
  }
  if (name !== 'kick') return error('unknownMethod');
  if (masks.length === 0) return error('invalidRequest');
  const kicked = sessions.kick(isMeant);
  if (version === '2.4') return ['doveadmResponse', [{ count: String(kicked.length) }], tag];
  if (kicked.length === 0) return error('exitCode', nobody);
  const names = new Set(kicked.map(({ identity }) => identity));
  return ['doveadmResponse', [...names].map((result) => ({ result })), tag];
}

function row({ userName, identity, networkAddress }: MailSession, version: DovecotVersion) {
  const connection = { service: 'imap', pid: String(process.pid), ip: networkAddress };
  return version === '2.3'
    ? { username: identity, ...connection }
    : { username: userName, ...connection, user_device: identity };
}

/** `*` stands for anything and `?` for one character, as in Dovecot. */
function masksOf(given: unknown): readonly RegExp[] {
  const masks: readonly unknown[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  return masks.map((mask) => {
    const pattern = asText(mask)
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${pattern}$`, 's');
  });
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** What it can be asked: a client learns the version by it. */
function commandsOf(version: DovecotVersion): readonly unknown[] {
  const mask = { name: 'mask', type: 'array' };
  const field = { name: 'passdbField', type: 'string' };
  const separate = { name: 'separateConnections', type: 'boolean' };
  return [
    { command: 'who', parameters: [separate, mask] },
    { command: 'kick', parameters: version === '2.4' ? [field, mask] : [mask] },
  ];
}

function sendJsonList(response: ServerResponse, list: readonly unknown[]): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(list));
}

function end(response: ServerResponse, status: number): void {
  sendJson(response, status, {});
}
