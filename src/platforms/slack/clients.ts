import { WebClient } from '@slack/web-api';
import type { WebClientOptions } from '@slack/web-api';
import type { Secret } from '../../core/secret.ts';
import { createSilentLog } from './sdk-log.ts';

/** Milliseconds. The SDK's own default is none. */
const answerTimeout = 5000;
const questionTimeout = 2500;
const postTimeout = 10_000;

/**
 * Clients for different uses: rate limits and retries of one don't hold up another. A 429 is always handed back at once,
 * since the SDK would pause every call of that client.
 */
export interface Clients {
  /** For people who wait. Never retried: an answer that was lost may have been shown, and a second one would be too. */
  readonly answers: WebClient;
  /** Who is this? Reading can be repeated. */
  readonly questions: WebClient;
  /** Messages to channels and direct messages: whoever posts decides when to try again. */
  readonly posts: WebClient;
}

export function createClients(token: Secret, apiUrl: string): Clients {
  const client = (options: WebClientOptions): WebClient =>
    new WebClient(token.reveal(), { ...commonOptions(apiUrl), ...options });
  return {
    answers: client({ timeout: answerTimeout }),
    questions: client({
      timeout: questionTimeout,
      retryConfig: { retries: 2, minTimeout: 100, maxTimeout: 500 },
    }),
    posts: client({ timeout: postTimeout }),
  };
}

/** New for each client: the SDKs write into the options that they are given. */
export function commonOptions(apiUrl: string): WebClientOptions {
  return {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: createSilentLog(),
  };
}
