import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { isLocal } from '../local-request.ts';
import type { WindowValues } from '../window.ts';
import { ActError } from './acts.ts';
import type { ActOutcome, Acts } from './acts.ts';
import { readBody, sendJson, urlOf } from '../http.ts';
import { asObject, asText, isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { firstPerson, windowState } from './window-state.ts';
import type { World } from './world.ts';

/** The sandbox's side of src/sandbox/window.ts, for any web server on this machine to mount. */
export interface WindowMount {
  /** @returns whether the path is the window's: then it is answered */
  readonly request: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Ends the open pages' connections. */
  readonly stop: () => void;
}

export function createWindow(world: World, acts: Acts): WindowMount {
  const server = new WebSocketServer({ noServer: true });

  function act(name: string, body: JsonObject): Promise<ActOutcome> | undefined {
    const text = (key: string): string => asText(body[key]);
    switch (name) {
      case 'say':
        return acts.say(text('user'), text('channel'), text('text'));
      case 'click':
        return acts.click(text('user'), {
          channel: text('channel'),
          ts: text('ts'),
          blockId: text('blockId'),
          actionId: text('actionId'),
          option: typeof body['option'] === 'string' ? body['option'] : undefined,
        });
      case 'submit':
        return acts.submit(text('user'), text('viewId'), readValues(body['values']));
      case 'close':
        return acts.close(text('user'), text('viewId'));
      default:
        return undefined;
    }
  }

  async function handleAct(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    // A page of another origin can post plain text without asking first, but not JSON.
    if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
      return sendJson(response, 400, { error: 'Send JSON' });
    }
    const body = parseJson((await readBody(request)) ?? '');
    if (!isObject(body)) return sendJson(response, 400, { error: 'Send a JSON object' });
    try {
      const outcome = act(name, body);
      if (!outcome) return sendJson(response, 400, { error: `There is no act ${name}` });
      // What became of it is heard over the WebSocket.
      response.writeHead(204).end();
      await outcome;
    } catch (error) {
      if (!(error instanceof ActError)) throw error;
      sendJson(response, 400, { error: error.message });
    }
  }

  return {
    request: (request, response) => {
      const url = urlOf(request, world.origin);
      const [, name] = /^\/window\/([a-z]+)$/.exec(url.pathname) ?? [];
      if (name === undefined) return false;
      if (!isLocal(request)) {
        sendJson(response, 403, { error: 'This window opens on this machine only' });
      } else if (request.method === 'POST') {
        handleAct(request, response, name).catch(() => request.socket.destroy());
      } else {
        const user = url.searchParams.get('user');
        const person = user === null ? firstPerson(world) : world.workspace.person(user);
        if (name !== 'state') sendJson(response, 404, { error: 'There is no such page' });
        else if (person) sendJson(response, 200, { ...windowState(world, person) });
        else sendJson(response, 400, { error: 'There is no such person' });
      }
      return true;
    },

    upgrade: (request, socket, head) => {
      const url = urlOf(request, world.origin);
      if (url.pathname !== '/window/live') return false;
      const person = world.workspace.person(url.searchParams.get('user') ?? '');
      if (!isLocal(request) || !person) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return true;
      }
      server.handleUpgrade(request, socket, head, (page) => {
        const stop = world.audience.listen(person.id, (event) => page.send(JSON.stringify(event)));
        page.on('close', stop);
        // A page that was cut off is told of by `close`, too.
        page.on('error', stop);
      });
      return true;
    },

    stop: () => {
      for (const page of server.clients) page.terminate();
      server.close();
    },
  };
}

function readValues(values: unknown): WindowValues {
  return Object.fromEntries(
    Object.entries(asObject(values)).map(([block, actions]) => [block, asObject(actions)]),
  );
}
