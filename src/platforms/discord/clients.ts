import { Client, GatewayIntentBits, REST } from 'discord.js';
import type { RESTOptions } from 'discord.js';
import type { Secret } from '../../core/secret.ts';

/** Milliseconds. Discord waits 3 s for a first answer; the library's own 15 s would be too late four times over. */
const timeout = 2000;
/** Milliseconds that a person waits for Discord's rate limit; the rest is told by a direct message. */
const longestWait = 1500;

/**
 * Clients for different uses: what Discord's rate limits hold up in one does not hold up the other.
 */
export interface Clients {
  /** For people who wait. They carry the token of an interaction, not the bot's; who sends decides what is repeated. */
  readonly answers: REST;
  /** Messages to channels, direct messages, and questions. A rate limit is handed back: whoever posts decides. */
  readonly bot: REST;
  close(): void;
}

export function createClients(token: Secret, apiUrl: string): Clients {
  const answers = new REST({
    ...commonOptions(apiUrl),
    retries: 0,
    // Answers to interactions aren't counted.
    globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    rejectOnRateLimit: ({ retryAfter }) => retryAfter > longestWait,
  });
  const bot = new REST({ ...commonOptions(apiUrl), retries: 1, rejectOnRateLimit: () => true });
  bot.setToken(token.reveal());
  return {
    answers,
    bot,
    close() {
      for (const rest of [answers, bot]) {
        rest.clearHashSweeper();
        rest.clearHandlerSweeper();
      }
    },
  };
}

/** Of the gateway. Discord sends roles only of servers that the bot hears of, so this one intent is needed. */
export function createGatewayClient(apiUrl: string): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [] },
    rest: { ...commonOptions(apiUrl), retries: 1 },
  });
}

function commonOptions(apiUrl: string): Partial<RESTOptions> {
  // The library puts the version behind it.
  return { api: apiUrl.replace(/\/+$/, ''), version: '10', timeout };
}
