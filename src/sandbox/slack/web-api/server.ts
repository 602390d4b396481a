import type { IncomingMessage, ServerResponse } from 'node:http';
import { readArguments, readBody, sendJson } from '../../http.ts';
import type { ApiCall } from '../journal.ts';
import { asText, parseJson, without } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { World } from '../world.ts';
import { authMethods } from './auth.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { answer, rateLimited } from './faulty.ts';
import type { Reply } from './faulty.ts';
import { ApiError } from './method.ts';
import type { Method } from './method.ts';
import { createRateLimit } from './rate-limit.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

/** Slack's Web API. @returns what answers a request for `/api/<method>` */
export function createWebApi(world: World, newSocketUrl: () => string) {
  const methods = new Map<string, Method>(
    Object.entries({
      ...authMethods(newSocketUrl),
      ...chatMethods,
      ...conversationMethods,
      ...userMethods,
      ...viewMethods,
    }),
  );
  const tooSoon = createRateLimit();

  function reply(name: string, args: JsonObject, token: ApiCall['token']): Reply {
    const method = methods.get(name);
    if (name === 'chat.postMessage' && world.options.rateLimits) {
      const seconds = tooSoon(asText(args['channel']));
      if (seconds !== undefined) return rateLimited(seconds);
    }
    const headers = { 'X-OAuth-Scopes': scopesOf(world, token).join(','), 'X-Accepted-OAuth-Scopes': '' };
    try {
      if (!method) throw new ApiError('unknown_method', { req_method: name });
      checkToken(world, method, token);
      return { status: 200, body: { ok: true, ...method.run(world, args) }, headers };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 200, body: { ok: false, error: error.code, ...error.more }, headers };
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, name: string): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return sendJson(response, 413, { ok: false, error: 'request_too_large' });
    const args = readArguments(request, body);
    const token = tokenKind(world, tokenOf(request, args));
    const shown = Object.fromEntries(
      Object.entries(without(args, 'token')).map(([key, value]) => [key, readable(value)]),
    );
    const fault = world.faults.takeApi(name, shown);
    const settle = world.journal.call({
      at: Date.now(),
      method: name,
      token,
      body: shown,
      status: 0,
      error: null,
      fault: fault?.kind ?? null,
    });
    settle(answer(request, response, fault, () => reply(name, args, token)));
  };
}

function tokenOf(request: IncomingMessage, args: JsonObject): string {
  const [, bearer] = /^Bearer (.*)$/.exec(request.headers.authorization ?? '') ?? [];
  return bearer ?? asText(args['token']);
}

function tokenKind({ options }: World, token: string): ApiCall['token'] {
  if (token === '') return 'none';
  if (token === options.app.botToken) return 'bot';
  return token === options.app.appToken ? 'app' : 'unknown';
}

function scopesOf({ options }: World, token: ApiCall['token']): readonly string[] {
  return token === 'app' ? ['connections:write'] : options.app.scopes;
}

/** @throws {ApiError} */
function checkToken(world: World, method: Method, token: ApiCall['token']): void {
  if (token === 'none') throw new ApiError('not_authed');
  if (token === 'unknown') throw new ApiError('invalid_auth');
  if (method.token !== 'either' && method.token !== token) throw new ApiError('not_allowed_token_type');
  const provided = scopesOf(world, token);
  if (method.scopes.length > 0 && !method.scopes.some((scope) => provided.includes(scope))) {
    throw new ApiError('missing_scope', { needed: method.scopes.join(','), provided: provided.join(',') });
  }
}

/** Form fields that hold JSON, read, so that a test can look into them. */
function readable(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  return parseJson(value) ?? value;
}
