import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { DiscordFormValues, DiscordOptionValues } from '../discord-window.ts';
import { isLocal } from '../local-request.ts';
import { readBody, sendJson, urlOf } from '../http.ts';
import { asList, asObject, asText, isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { ActError } from './acts.ts';
import type { Acts } from './acts.ts';
import { firstPerson, windowState } from './window-state.ts';
import type { World } from './world.ts';

/** The sandbox's side of src/sandbox/discord-window.ts, for any web server on this machine to mount. */
export interface WindowMount {
  /** @returns whether the path is the window's: then it is answered */
  readonly request: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Ends the open pages' connections. */
  readonly stop: () => void;
}

export function createWindow(world: World, acts: Acts): WindowMount {
  const server = new WebSocketServer({ noServer: true });

  /** @returns what becomes of it; `null` where there is no such act */
  function act(name: string, body: JsonObject): Promise<unknown> | null {
    const text = (key: string): string => asText(body[key]);
    switch (name) {
      case 'say':
        return settled(() => acts.say(text('user'), text('channel'), text('text')));
      case 'command':
        return acts.command(text('user'), text('channel'), text('words'), readOptions(body['options']));
      case 'click':
        return acts.click(text('user'), {
          message: text('message'),
          customId: text('customId'),
          values: Array.isArray(body['values']) ? body['values'].map(asText) : undefined,
        });
      case 'submit':
        return acts.submit(text('user'), text('modal'), readForm(body['values']));
      case 'close':
        return settled(() => acts.close(text('user'), text('modal')));
      case 'dismiss':
        return settled(() => acts.dismiss(text('user'), text('message')));
      default:
        return null;
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
      if (name === 'autocomplete') return sendJson(response, 200, { choices: await suggest(body) });
      const doing = act(name, body);
      if (!doing) return sendJson(response, 400, { error: `There is no act ${name}` });
      // A refusal comes within the same turn; anything later is heard over the WebSocket.
      await Promise.race([doing, nextTurn()]);
      response.writeHead(204).end();
      await doing;
    } catch (error) {
      if (!(error instanceof ActError)) throw error;
      sendJson(response, 400, { error: error.message });
    }
  }

  async function suggest(body: JsonObject): Promise<readonly unknown[]> {
    const text = (key: string): string => asText(body[key]);
    const typed = readOptions(body['options']);
    return acts.autocomplete(text('user'), text('channel'), text('words'), typed, text('focused'));
  }

  return {
    request: (request, response) => {
      const url = urlOf(request, world.origin);
      const [, name] = /^\/discord\/window\/([a-z]+)$/.exec(url.pathname) ?? [];
      if (name === undefined) return false;
      if (!isLocal(request)) {
        sendJson(response, 403, { error: 'This window opens on this machine only' });
      } else if (request.method === 'POST') {
        handleAct(request, response, name).catch(() => request.socket.destroy());
      } else {
        const user = url.searchParams.get('user');
        const person = user === null ? firstPerson(world) : world.guilds.person(user);
        if (name !== 'state') sendJson(response, 404, { error: 'There is no such page' });
        else if (person) sendJson(response, 200, { ...windowState(world, person) });
        else sendJson(response, 400, { error: 'There is no such person' });
      }
      return true;
    },

    upgrade: (request, socket, head) => {
      const url = urlOf(request, world.origin);
      if (url.pathname !== '/discord/window/live') return false;
      const person = world.guilds.person(url.searchParams.get('user') ?? '');
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

async function settled(act: () => void): Promise<void> {
  act();
}

async function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function readOptions(options: unknown): DiscordOptionValues {
  return Object.fromEntries(
    Object.entries(asObject(options)).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, value]]
        : [],
    ),
  );
}

function readForm(values: unknown): DiscordFormValues {
  return Object.fromEntries(
    Object.entries(asObject(values)).map(([customId, value]) => [
      customId,
      typeof value === 'string' || typeof value === 'boolean' ? value : asList(value).map(asText),
    ]),
  );
}
