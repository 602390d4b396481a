import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isLocal } from '../local-request.ts';
import { readBody, sendJson, urlOf } from '../http.ts';
import { asText, isObject, parseJson } from '../json.ts';
import type { Phones } from './phones.ts';
import type { PhonesState } from './phones-window.ts';

/** The sandbox's side of phones-window.ts, for our web server to mount. */
export interface PhonesWindow {
  /** @returns whether the path is the phones': then it is answered */
  request(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends the open pages' connections. */
  stop(): void;
}

const origin = 'http://127.0.0.1';

export function createPhonesWindow(phones: Phones): PhonesWindow {
  // The page says nothing over it.
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 });

  async function act(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another origin can post plain text without asking first, but not JSON.
    const isJson = (request.headers['content-type'] ?? '').startsWith('application/json');
    const body = isJson ? parseJson((await readBody(request)) ?? '') : undefined;
    if (!isObject(body)) return sendJson(response, 400, { error: 'Send a JSON object' });
    const phone = asText(body['phone']);
    const problem = name === 'password' ? phones.save(phone, asText(body['password'])) : phones.retry(phone);
    if (problem === undefined) response.writeHead(204).end();
    else sendJson(response, 400, { error: problem });
  }

  return {
    request(request, response) {
      const [, name] = /^\/phones\/([a-z]+)$/.exec(urlOf(request, origin).pathname) ?? [];
      if (name === undefined) return false;
      if (!isLocal(request)) {
        sendJson(response, 403, { error: 'The phones are for this machine only' });
      } else if (request.method === 'POST' && (name === 'password' || name === 'retry')) {
        act(name, request, response).catch(() => request.socket.destroy());
      } else if (request.method === 'GET' && name === 'state') {
        sendJson(response, 200, { ...shown(phones.state(), urlOf(request, origin)) });
      } else sendJson(response, 404, { error: 'There is no such page' });
      return true;
    },

    upgrade(request, socket, head) {
      const url = urlOf(request, origin);
      if (url.pathname !== '/phones/live') return false;
      if (!isLocal(request)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return true;
      }
      server.handleUpgrade(request, socket, head, (page) => {
        const say = (state: PhonesState): void => page.send(JSON.stringify(shown(state, url)));
        say(phones.state());
        const stop = phones.listen(say);
        page.on('close', stop);
        // A page that was cut off is told of by `close`, too.
        page.on('error', stop);
      });
      return true;
    },

    stop() {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}

function shown(state: PhonesState, { searchParams }: URL): PhonesState {
  return searchParams.get('cards') === 'none' ? { ...state, phones: [] } : state;
}
