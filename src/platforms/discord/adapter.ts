import { createInFlight } from '../../core/in-flight.ts';
import type { Candidacy } from '../../core/leadership.ts';
import { createMemory } from '../../core/memory.ts';
import type { ChatPlatform } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { createClients } from './clients.ts';
import { createDirectory } from './directory.ts';
import { createDispatch } from './dispatch.ts';
import { fatalSentence } from './fatal.ts';
import { keepGateway } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { createInteractions } from './interactions.ts';
import { createPeople } from './people.ts';
import { createPosts } from './posts.ts';
import { applicationOf } from './token.ts';

/** Milliseconds that a stop waits for what is being answered. */
const patience = 8000;

export interface DiscordOptions {
  readonly token: Secret;
  /** Without the version, such as `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Without its slash. */
  readonly command: string;
  readonly log: Log;
  /** In milliseconds. */
  readonly now: () => number;
  /** Called at most once, with the sentence to exit with: no later try can succeed. */
  readonly onFatal: (sentence: string) => void;
}

export function createDiscord(options: DiscordOptions): ChatPlatform {
  const { token, apiUrl, command, log, now } = options;
  const clients = createClients(token, apiUrl);
  const people = createPeople(now);
  const inFlight = createInFlight();
  let gateway: Gateway | undefined;
  let candidacy: Candidacy | undefined;
  let isFatal = false;
  let isStopping = false;

  const fail = (sentence: string): void => {
    if (isFatal || isStopping) return;
    isFatal = true;
    options.onFatal(sentence);
  };
  const heard = (code: string): void => {
    const sentence = fatalSentence(code);
    if (sentence !== undefined) fail(sentence);
  };

  return {
    name: 'discord',
    comesWithRequest: true,

    async start(open, suggest, lead) {
      const dispatch = createDispatch({
        command,
        open,
        suggest,
        interactions: createInteractions(clients.answers),
        people,
        memory: createMemory<undefined>(now),
        inFlight,
        log,
        now,
      });
      const connect = (): Gateway =>
        keepGateway({
          token,
          apiUrl,
          log,
          // Not answered while stopping: Discord tells the person that it failed, and nothing was done.
          deliver: (payload) => {
            if (inFlight.isOpen()) void dispatch(payload);
          },
          onFatal: fail,
        });
      if (lead) {
        candidacy = await lead(`discord-gateway:${applicationOf(token)}`, (leads) => {
          gateway?.close().catch((error: unknown) => {
            log.warn({ err: error }, 'discord gateway not closed');
          });
          gateway = leads ? connect() : undefined;
          // Why it can't be opened was told to `fail`; that it was closed first is no fault.
          gateway?.opened.catch(() => {});
        });
      } else {
        gateway = connect();
      }
      const first = gateway;
      await first?.opened.catch((error: unknown) => {
        // Another process leads by now: this one stands by.
        if (gateway === first) throw error;
      });
    },

    async stop() {
      isStopping = true;
      // First: another process connects while this one ends what it began.
      const givenUp = candidacy?.giveUp();
      const { left } = await inFlight.close(patience);
      if (left > 0) log.warn({ left }, 'stopped before everything was answered');
      // Last: from then on nothing can be sent.
      await gateway?.close();
      clients.close();
      await givenUp;
    },

    ready: () => inFlight.isOpen() && gateway?.connected() === true,
    sockets: () => (gateway?.connected() === true ? 1 : 0),
    standsBy: () => inFlight.isOpen() && candidacy !== undefined && gateway === undefined,

    ...createPosts(clients.bot, heard),
    ...createDirectory(clients.bot, people, heard),
  };
}
