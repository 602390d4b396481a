import { setTimeout as pause } from 'node:timers/promises';
import { Events, GatewayDispatchEvents, Status } from 'discord.js';
import type { Client } from 'discord.js';
import type { Log } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { createGatewayClient } from './clients.ts';
import { fatalSentence } from './fatal.ts';
import { fateOfCall } from './fate.ts';

/** Milliseconds. */
const firstPause = 250;
const longestPause = 15_000;
/** Between our close and leaving, where the other side is silent. */
const farewell = 1000;

/** Also while Discord still names the bot's servers: interactions come from the moment on at which it took us in. */
const open: ReadonlySet<Status> = new Set([Status.Ready, Status.WaitingForGuilds]);

/** What can never work with this token. Its message is the sentence to exit with. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

export interface Gateway {
  /**
   * Resolves when interactions can arrive.
   * @throws {FatalError} and another error where it is closed first
   */
  readonly opened: Promise<void>;
  connected(): boolean;
  close(): Promise<void>;
}

export interface GatewayOptions {
  readonly token: Secret;
  readonly apiUrl: string;
  readonly log: Log;
  readonly deliver: (interaction: unknown) => void;
  readonly onFatal: (sentence: string) => void;
}

/**
 * The connection that interactions come over. Once it was open, discord.js opens it again by itself; until then, and
 * where Discord can't be reached at the start, a new client is tried: one that failed can't be used again.
 *
 * Discord allows 1000 sessions a day. Before it begins one, discord.js asks how many are left, and fails if none is.
 */
export function keepGateway(options: GatewayOptions): Gateway {
  const { token, log } = options;
  const closing = new AbortController();
  let client: Client | undefined;
  let fatal: string | undefined;

  const onFatal = (sentence: string): void => {
    fatal ??= sentence;
    options.onFatal(sentence);
  };

  const connect = async (): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      const fresh = createClient({ ...options, onFatal }, closing.signal);
      client = fresh;
      try {
        await fresh.login(token.reveal());
        log.info({}, 'discord gateway connected');
        return;
      } catch (error) {
        closing.signal.throwIfAborted();
        const { code } = fateOfCall(error);
        const sentence = fatal ?? fatalSentence(code);
        if (sentence !== undefined) {
          onFatal(sentence);
          throw new FatalError(sentence);
        }
        log.warn({ code, failures }, 'discord gateway not opened');
      }
      const longest = Math.min(longestPause, firstPause * 2 ** failures);
      // Not all processes at the same moment.
      await pause(longest * (0.5 + Math.random() / 2), undefined, { signal: closing.signal });
    }
  };

  return {
    opened: connect(),
    connected: () => client !== undefined && !closing.signal.aborted && isConnected(client),
    async close() {
      closing.abort();
      client?.ws.removeAllListeners(GatewayDispatchEvents.InteractionCreate);
      await Promise.race([client?.destroy(), pause(farewell, undefined, { ref: false })]);
    },
  };
}

function createClient({ apiUrl, log, deliver, onFatal }: GatewayOptions, closing: AbortSignal): Client {
  const client = createGatewayClient(apiUrl);
  // The payload itself, which has all roles of its sender: the library's own object leaves out what it doesn't know yet.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, deliver);
  ignoreInteractions(client);
  // Unheard, an `error` is thrown where it is emitted, and may end the process. A `shardError` would only go unsaid.
  client.on(Events.Error, (error) => log.warn({ code: fateOfCall(error).code }, 'discord client failed'));
  client.on(Events.ShardError, (error) =>
    log.warn({ code: fateOfCall(error).code }, 'discord gateway failed'),
  );
  client.on(Events.ShardReconnecting, () => {
    // It says so of a connection that is closed, too.
    if (!closing.aborted) log.warn({}, 'discord gateway lost, opened again');
  });
  client.on(Events.ShardDisconnect, ({ code }) => {
    const sentence = fatalSentence(String(code));
    if (sentence !== undefined) onFatal(sentence);
  });
  return client;
}

function isConnected({ ws }: Client): boolean {
  return ws.shards.size > 0 && ws.shards.every(({ status }) => open.has(status));
}

/**
 * The library would make an object of each interaction, for nobody; and where it doesn't understand one, it throws out of
 * reach of any handler, which ends the process.
 */
function ignoreInteractions(client: Client): void {
  // Its types don't show what it does with a payload.
  const { actions } = client as unknown as {
    readonly actions: { readonly InteractionCreate: { handle(): void } };
  };
  actions.InteractionCreate.handle = () => {};
}
