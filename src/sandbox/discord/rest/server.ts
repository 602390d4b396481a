import type { IncomingMessage, ServerResponse } from 'node:http';
import { urlOf } from '../../http.ts';
import type { RestCall } from '../journal.ts';
import type { World } from '../world.ts';
import { createBan } from './ban.ts';
import { readCallBody } from './body.ts';
import type { ReadBody } from './body.ts';
import { channelRoutes } from './channels.ts';
import { commandRoutes } from './commands.ts';
import { inWords, methodNotAllowed, notFound, refuseBody, RestError, toBody, unauthorized } from './error.ts';
import { answer, rateLimited } from './faulty.ts';
import type { Reply } from './faulty.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { createRateLimit } from './rate-limit.ts';
import { matchPath } from './route.ts';
import type { Route } from './route.ts';
import { userRoutes } from './users.ts';

const routes: readonly Route[] = [
  ...userRoutes,
  ...interactionRoutes,
  ...channelRoutes,
  ...guildRoutes,
  ...commandRoutes,
];

/** Discord's REST API. @returns what answers a request under `/api` */
export function createRest(world: World) {
  const permit = createRateLimit();
  const ban = createBan();

  function reply(
    { route, parts, otherMethod }: Found,
    asked: ReadBody,
    query: URLSearchParams,
    token: RestCall['token'],
    note: (error: RestError) => void,
  ): Reply {
    let headers: Reply['headers'] = {};
    try {
      if (!route) throw new RestError(otherMethod ? methodNotAllowed : notFound);
      if (route.token === 'bot' && token !== 'bot') throw new RestError(unauthorized);
      if (world.options.rateLimits !== false) {
        const permitted = permit(route, parts);
        headers = permitted.headers;
        const { refusal } = permitted;
        if (refusal) return rateLimited(refusal.scope, refusal.retryAfter, headers);
      }
      if (!asked.valid) throw new RestError(50109);
      judge(world, route, asked.value);
      return { ...route.run({ ...asked, world, parts, query }), headers };
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      note(error);
      return { status: error.status, body: toBody(error), headers };
    }
  }

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const asked = await readCallBody(request);
    if (asked === null) return void response.writeHead(413).end();
    // Not JSON, and none of Discord's own headers: it is not Discord that answers.
    if (ban.isBanned()) return void response.writeHead(429, { 'Retry-After': '600' }).end('error code: 1015');
    const method = request.method ?? 'GET';
    const found = find(method, path);
    const name = found.route ? `${method} ${found.route.path}` : `${method} ${path}`;
    const shown = asked.list.length > 0 ? { list: asked.list } : asked.body;
    const token = tokenKind(world, request.headers.authorization);
    const fault = world.faults.takeRest(name, path, shown);
    const settle = world.journal.call({
      at: Date.now(),
      route: name,
      path,
      token,
      body: shown,
      status: 0,
      code: null,
      problems: [],
      fault: fault?.kind ?? null,
    });
    const query = urlOf(request, world.origin).searchParams;
    const status = answer(request, response, fault, () =>
      reply(found, asked, query, token, ({ code, problems }) =>
        settle({ code, problems: problems.map(inWords) }),
      ),
    );
    ban.count(status);
    settle({ status });
  };
}

interface Found {
  readonly route: Route | undefined;
  readonly parts: Readonly<Record<string, string>>;
  /** The path is known, with another method. */
  readonly otherMethod: boolean;
}

function find(method: string, path: string): Found {
  let otherMethod = false;
  for (const route of routes) {
    const parts = matchPath(route.path, path);
    if (parts && route.method === method) return { route, parts, otherMethod: false };
    if (parts) otherMethod = true;
  }
  return { route: undefined, parts: {}, otherMethod };
}

function tokenKind({ options }: World, header: string | undefined): RestCall['token'] {
  if (header === undefined) return 'none';
  return header === `Bot ${options.app.token}` ? 'bot' : 'unknown';
}

/** The second referee's turn. @throws {RestError} */
function judge({ options }: World, { method, path }: Route, body: unknown): void {
  if (!options.judge || method === 'GET' || method === 'DELETE') return;
  const found = options.judge(`${method} ${path}`, body);
  refuseBody(found.map((message) => ({ path: [], code: 'REFEREE', message })));
}
