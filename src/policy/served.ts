import type { ActorId } from '../core/actor.ts';
import { quoted } from '../core/email-address.ts';
import { readAccountId, readPlatformGroupId } from './identifier.ts';
import type { AccountId, PlatformGroupId } from './identifier.ts';
import type { Reader, Word } from './yaml-reader.ts';

/** Reads ids, and sees to it that their workspace is one that the policy serves. Undefined after a problem. */
export interface Served {
  account(word: Word): ActorId | undefined;
  platformGroup(word: Word): string | undefined;
}

/**
 * @param discordGuilds undefined where the policy names none: its ids of Discord then stand unchecked, and
 *   nobody of Discord may do anything
 */
export function createServed(
  reader: Reader,
  slackTeams: readonly string[],
  discordGuilds: readonly string[] | undefined,
): Served {
  function isServed(word: Word, { platform, workspace }: AccountId | PlatformGroupId): boolean {
    const [key, listed] =
      platform === 'slack' ? ['slack_teams', slackTeams] : ['discord_guilds', discordGuilds];
    if (platform === 'terminal' || !listed || listed.includes(workspace)) return true;
    reader.report(word.line, `${quoted(word.text)} is of ${quoted(workspace)}, which is not in “${key}”.`);
    return false;
  }

  return {
    account(word) {
      const account = readAccountId(word.text);
      if (account) return isServed(word, account) ? account.id : undefined;
      const examples = 'slack:T0123/U01ALICE, discord:1122/803511, terminal:root';
      reader.report(word.line, `${quoted(word.text)} is no account. Examples: ${examples}`);
      return undefined;
    },
    platformGroup(word) {
      const group = readPlatformGroupId(word.text);
      if (group) return isServed(word, group) ? group.id : undefined;
      const examples = 'slack-group:T0123/S0HELP, discord-role:1122/9911';
      reader.report(word.line, `${quoted(word.text)} is no group of a platform. Examples: ${examples}`);
      return undefined;
    },
  };
}
