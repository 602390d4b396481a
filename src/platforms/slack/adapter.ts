import type { RequestListener } from 'node:http';
import type { ChatPlatform, Open } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { createBolt } from './bolt.ts';
import { createClients } from './clients.ts';
import type { Acknowledgement, Deliver } from './delivery.ts';
import { createDirectory } from './directory.ts';
import { createDispatch } from './dispatch.ts';
import { fatalWhileRunning } from './fatal.ts';
import { createHttpListener } from './http.ts';
import { FatalError, findIdentity } from './identity.ts';
import type { AppIdentity } from './identity.ts';
import { createInFlight } from '../../core/in-flight.ts';
import { createMemory } from '../../core/memory.ts';
import { createPosts } from './posts.ts';
import { createResponseUrls } from './response-url.ts';
import { keepSocket } from './socket.ts';
import type { Socket } from './socket.ts';
import { watchStalls } from './stall.ts';

/** Milliseconds that a stop waits for what is being answered. */
const patience = 8000;

/** One is deaf while it is opened again, so there are two: Slack sends to whichever is open. */
const socketNames = ['first', 'second'] as const;

export interface SlackOptions {
  readonly botToken: Secret;
  /** For Socket Mode. */
  readonly appToken: Secret | undefined;
  /** For signed HTTP requests. */
  readonly signingSecret: Secret | undefined;
  readonly apiUrl: string;
  readonly command: string;
  readonly log: Log;
  readonly now: () => number;
  /** Called at most once, with the sentence to exit with: no later try can succeed. */
  readonly onFatal: (sentence: string) => void;
}

export interface Slack extends ChatPlatform {
  /** For `POST /slack/events`, where a signing secret is set. */
  readonly requestListener: RequestListener | undefined;
}

export function createSlack(options: SlackOptions): Slack {
  const { botToken, appToken, signingSecret, apiUrl, command, log, now } = options;
  if (!appToken && !signingSecret) throw new RangeError('Slack needs an app token or a signing secret');
  // An empty secret would verify what anybody signed with it.
  if (signingSecret?.reveal() === '') throw new RangeError('The signing secret of Slack is empty');

  const clients = createClients(botToken, apiUrl);
  const responseUrls = createResponseUrls(apiUrl, log);
  const memory = createMemory<Acknowledgement | undefined>(now);
  const inFlight = createInFlight();
  const stopping = new AbortController();
  const stalls = watchStalls();
  let identity: AppIdentity | undefined;
  let deliver: Deliver | undefined;
  let opened: readonly Socket[] = [];
  let isFatal = false;

  const fail = (sentence: string): void => {
    if (isFatal || stopping.signal.aborted) return;
    isFatal = true;
    options.onFatal(sentence);
  };
  const heard = (code: string): void => {
    const sentence = fatalWhileRunning(code, 'SLACK_BOT_TOKEN');
    if (sentence !== undefined) fail(sentence);
  };
  const workspace = (): string | undefined => identity?.workspace;
  const openSockets = (): number => opened.filter((socket) => socket.connected()).length;
  const isOpen = (): boolean => deliver !== undefined && inFlight.isOpen();

  // Not acknowledged while stopping, and too late after a stall: Slack tells the person that it failed, and nothing was done.
  const receive: Deliver = async (delivery) => {
    if (!isOpen()) return;
    if (stalls.isStale()) log.warn({}, 'this process stood still for longer than slack waits, nothing done');
    else await deliver?.(delivery);
  };

  const connect = async (token: Secret): Promise<void> =>
    new Promise((resolve, reject) => {
      opened = socketNames.map((name) =>
        keepSocket({
          name,
          appToken: token,
          apiUrl,
          log,
          deliver: receive,
          onConnected: resolve,
          onFatal: (sentence) => {
            fail(sentence);
            reject(new FatalError(sentence));
          },
        }),
      );
    });

  return {
    name: 'slack',
    requestListener:
      signingSecret && createHttpListener({ signingSecret, log, now, isOpen, deliver: receive }),

    async start(open: Open) {
      try {
        identity = await findIdentity(clients.questions, log, stopping.signal);
      } catch (error) {
        if (error instanceof FatalError) fail(error.message);
        throw error;
      }
      const found = identity;
      deliver = createBolt({
        apiUrl,
        log,
        authorize: () =>
          Promise.resolve({
            botToken: botToken.reveal(),
            ...(found.botId === undefined ? {} : { botId: found.botId }),
            ...(found.botUserId === undefined ? {} : { botUserId: found.botUserId }),
          }),
        dispatch: createDispatch({
          command,
          open,
          memory,
          inFlight,
          log,
          answers: () => ({ client: clients.answers, responseUrls, workspace: found.workspace, log, heard }),
        }),
      });
      if (appToken) await connect(appToken);
    },

    async stop() {
      stopping.abort();
      const drained = inFlight.close(patience);
      // First, so that Slack sends what is new to another process. Answers go another way.
      await Promise.all(opened.map((socket) => socket.close()));
      const { left } = await drained;
      stalls.stop();
      if (left > 0) log.warn({ left }, 'stopped before everything was answered');
    },

    ready: () => isOpen() && (!appToken || openSockets() > 0),
    sockets: () => (appToken ? openSockets() : undefined),

    ...createPosts(clients.posts, workspace, heard),
    ...createDirectory(clients.questions, workspace, now, heard),
  };
}
