import type { WebClient } from '@slack/web-api';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../core/ports.ts';
import { fatalSentence, missingScopes } from './fatal.ts';
import { fateOfCall } from './fate.ts';
import { botScopes } from './manifest.ts';

/** Milliseconds. */
const firstPause = 250;
const longestPause = 15_000;

/** Who the app is in its workspace. */
export interface AppIdentity {
  readonly workspace: string;
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
}

/** What can never work with these tokens. Its message is the sentence to exit with. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

/**
 * Asks Slack who the app is, for as long as Slack can't be reached.
 *
 * @throws {FatalError}
 */
export async function findIdentity(client: WebClient, log: Log, signal: AbortSignal): Promise<AppIdentity> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Each attempt is for when the one before failed.
      // oxlint-disable-next-line no-await-in-loop
      const answer = await client.auth.test();
      checkScopes(answer.response_metadata?.scopes, log);
      if (answer.team_id === undefined) throw new FatalError('Slack names no workspace for SLACK_BOT_TOKEN.');
      return { workspace: answer.team_id, botId: answer.bot_id, botUserId: answer.user_id };
    } catch (error) {
      if (error instanceof FatalError) throw error;
      const { code } = fateOfCall(error);
      const sentence = fatalSentence(code, 'SLACK_BOT_TOKEN');
      if (sentence !== undefined) throw new FatalError(sentence);
      log.warn({ code, attempt }, 'slack not reached');
    }
    // oxlint-disable-next-line no-await-in-loop
    await pause(Math.min(longestPause, firstPause * 2 ** attempt), undefined, { signal });
  }
}

/** @throws {FatalError} */
function checkScopes(granted: readonly string[] | undefined, log: Log): void {
  if (granted === undefined) return;
  const lacking = (scopes: readonly string[]) => scopes.filter((scope) => !granted.includes(scope));
  const needed = lacking(botScopes.needed);
  if (needed.length > 0) throw new FatalError(missingScopes('SLACK_BOT_TOKEN', needed));
  const used = lacking(botScopes.used);
  if (used.length > 0) log.warn({ scopes: used }, 'slack scopes missing, some things will not work');
}
