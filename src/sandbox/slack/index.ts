import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { JsonObject } from '../json.ts';
import { createActs } from './acts.ts';
import { createAudience } from './audience.ts';
import type { Acknowledgement, Deliver } from './delivery.ts';
import { createPerson } from './driver.ts';
import type { Person } from './driver.ts';
import { createHttpDelivery } from './http-delivery.ts';
import { urlOf } from '../http.ts';
import { createJournal } from './journal.ts';
import type { DeliveryEntry, SandboxLog } from './journal.ts';
import { createMessages } from './messages.ts';
import { createFaultPlan } from './misbehave.ts';
import type { Misbehaviour } from './misbehave.ts';
import { createModals } from './modals.ts';
import type { SlackDelivery, SlackOptions } from './options.ts';
import { createResponseAnswers } from './response-answers.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSocketMode } from './socket-mode.ts';
import type { SocketControls } from './socket-mode.ts';
import { createTriggers } from './triggers.ts';
import { createWebApi } from './web-api/server.ts';
import { createWindow } from './window.ts';
import type { WindowMount } from './window.ts';
import { createWorkspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';
import type { World } from './world.ts';

/** A Slack of our own, on 127.0.0.1. */
export interface SlackSandbox {
  /** For `slackApiUrl`; ends with `/api/`. */
  readonly apiUrl: string;
  readonly window: Omit<WindowMount, 'stop'>;
  readonly person: (id: string) => Person;
  readonly misbehave: Misbehaviour;
  /** The Socket Mode connections that the app has open. */
  readonly sockets: SocketControls;
  readonly log: SandboxLog;
  readonly workspace: Workspace;
  /** An event of the Events API, such as `{ type: 'app_home_opened', user }`. */
  readonly sendEvent: (event: JsonObject) => Promise<void>;
  /** Sends what was delivered once more, as a replay would: the same payload and trigger id, in a new envelope or signature. */
  readonly redeliver: (entry: DeliveryEntry) => Promise<Acknowledgement>;
  /** Deliver in another way from now on: an app's port is often known only once it has started. */
  readonly deliverTo: (delivery: SlackDelivery) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a Slack that speaks Slack's wire protocols, so that the SDKs connect to it by `slackApiUrl`.
 *
 * @throws {Error} with code EADDRINUSE where the port is taken
 */
export async function startSlack(options: SlackOptions): Promise<SlackSandbox> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const world = createWorld(options, options.origin ?? `http://127.0.0.1:${port}`);
  const sockets = createSocketMode(world);
  const over = (delivery: SlackDelivery): Deliver =>
    delivery.kind === 'socket' ? sockets.deliver : createHttpDelivery(world, delivery.requestUrl);
  let deliver = over(options.delivery);

  const acts = createActs(world, async (outgoing) => deliver(outgoing));
  const window = createWindow(world, acts);
  const webApi = createWebApi(world, sockets.newUrl);
  const responses = createResponseAnswers(world);

  function route(request: IncomingMessage, response: ServerResponse): void {
    if (window.request(request, response)) return;
    const { pathname } = urlOf(request, world.origin);
    const [, method] = /^\/api\/([A-Za-z.]+)$/.exec(pathname) ?? [];
    const answering =
      method === undefined ? responses(request, response, pathname) : webApi(request, response, method);
    // A request that broke off while it was read: there is nobody left to answer.
    answering.catch(() => request.socket.destroy());
  }

  server.on('request', route);
  server.on('upgrade', (request, socket, head) => {
    if (!sockets.upgrade(request, socket, head) && !window.upgrade(request, socket, head)) socket.destroy();
  });

  return {
    apiUrl: `${world.origin}/api/`,
    window,
    person: (id) => createPerson(world, acts, id),
    misbehave: world.faults,
    sockets: sockets.controls,
    log: world.journal,
    workspace: world.workspace,
    sendEvent: async (event) => {
      const { team, app } = options;
      const payload = { token: '', team_id: team.id, api_app_id: app.id, event, type: 'event_callback' };
      await deliver({ kind: 'events_api', payload, acceptsAnswer: false });
    },
    redeliver: async ({ kind, payload }) => deliver({ kind, payload, acceptsAnswer: false }),
    deliverTo: (delivery) => {
      deliver = over(delivery);
    },
    stop: async () => {
      await sockets.stop();
      window.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createWorld(options: SlackOptions, origin: string): World {
  const workspace = createWorkspace(options);
  const audience = createAudience();
  const keep = options.keep ?? 5000;
  return {
    options,
    origin,
    workspace,
    audience,
    messages: createMessages(workspace, audience, keep),
    modals: createModals(audience),
    triggers: createTriggers(options.triggerLifetime ?? 3000),
    responseUrls: createResponseUrls(options.team.id, options.responseUrlLifetime ?? 30 * 60_000),
    journal: createJournal(keep),
    faults: createFaultPlan(),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
