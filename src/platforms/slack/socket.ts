import { SocketModeClient } from '@slack/socket-mode';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../core/ports.ts';
import type { Secret } from '../../core/secret.ts';
import { commonOptions } from './clients.ts';
import type { Deliver } from './delivery.ts';
import { fatalSentence } from './fatal.ts';
import { fateOfCall } from './fate.ts';
import { createSdkLog } from './sdk-log.ts';

/** Milliseconds. */
const openTimeout = 5000;
const firstPause = 250;
const longestPause = 15_000;
/** A connection that Slack closes sooner counts as a failed attempt. */
const shortLife = 5000;
/** Between our close and cutting the connection, where the other side is silent. */
const farewell = 1000;

export interface Socket {
  connected(): boolean;
  /** Takes nothing new from now on. */
  close(): Promise<void>;
}

export interface SocketOptions {
  readonly name: string;
  readonly appToken: Secret;
  readonly apiUrl: string;
  readonly log: Log;
  readonly deliver: Deliver;
  readonly onConnected: () => void;
  readonly onFatal: (sentence: string) => void;
}

/**
 * One Socket Mode connection, opened again for as long as it isn't closed by us.
 *
 * The SDK's own reconnecting is switched off: it waits 5 s at first, and an attempt of it that Slack refuses for good
 * ends as an unhandled rejection.
 */
export function keepSocket(options: SocketOptions): Socket {
  const { name, log, onConnected, onFatal } = options;
  const closing = new AbortController();
  let client: SocketModeClient | undefined;
  let isConnected = false;

  const keep = async (): Promise<void> => {
    let failures = 0;
    while (!closing.signal.aborted) {
      const opened = createClient(options);
      client = opened;
      const lost = new Promise<void>((resolve) => {
        opened.once('disconnected', () => resolve());
      });
      const began = Date.now();
      try {
        // One connection at a time.
        // oxlint-disable-next-line no-await-in-loop
        await opened.start();
        isConnected = !closing.signal.aborted;
        if (isConnected) {
          log.info({ socket: name }, 'slack socket connected');
          onConnected();
        } else void opened.disconnect();
        // oxlint-disable-next-line no-await-in-loop
        await lost;
      } catch (error) {
        const { code } = fateOfCall(error);
        const sentence = fatalSentence(code, 'SLACK_APP_TOKEN');
        if (sentence !== undefined) return onFatal(sentence);
        log.warn({ socket: name, code }, 'slack socket not opened');
      }
      isConnected = false;
      failures = Date.now() - began < shortLife ? failures + 1 : 0;
      if (closing.signal.aborted) return;
      if (failures > 0) await wait(failures);
    }
  };

  /** Not all processes at the same moment. */
  const wait = async (failures: number): Promise<void> => {
    const longest = Math.min(longestPause, firstPause * 2 ** failures);
    await pause(longest * (0.5 + Math.random() / 2), undefined, { signal: closing.signal }).catch(() => {});
  };

  const kept = keep();
  return {
    connected: () => isConnected,
    async close() {
      isConnected = false;
      closing.abort();
      const left = client && part(client);
      await Promise.race([left, pause(farewell, undefined, { ref: false })]);
      client?.removeAllListeners('slack_event');
      void kept;
    },
  };
}

function createClient({ name, appToken, apiUrl, log, deliver }: SocketOptions): SocketModeClient {
  const client = new SocketModeClient({
    appToken: appToken.reveal(),
    autoReconnectEnabled: false,
    // Of its own: the SDK writes into it.
    clientOptions: { ...commonOptions(apiUrl), timeout: openTimeout },
    logger: createSdkLog(log, `socket ${name}`),
  });
  client.on('slack_event', (event: SlackEvent) => {
    void deliver({
      body: event.body,
      envelope: event.envelope_id,
      acknowledge: (answer) => event.ack(answer),
    });
  });
  return client;
}

/** What the client emits; its own types don't say. */
interface SlackEvent {
  readonly body: unknown;
  readonly envelope_id: string | undefined;
  ack(answer?: object): Promise<void>;
}

/** Twice: the second call cuts what the first one couldn't close. */
async function part(client: SocketModeClient): Promise<void> {
  const closed = client.disconnect();
  setTimeout(() => void client.disconnect(), farewell).unref();
  await closed;
}
