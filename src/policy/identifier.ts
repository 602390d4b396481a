import { actorId, parseActorId } from '../core/actor.ts';
import type { ActorId, PlatformName } from '../core/actor.ts';

/** Something that a policy names by its id, and the workspace or guild that has to be served for it. */
interface Identifier {
  readonly platform: PlatformName;
  readonly workspace: string;
}

export interface AccountId extends Identifier {
  readonly id: ActorId;
}

export interface PlatformGroupId extends Identifier {
  readonly id: string;
}

/** @see https://docs.slack.dev/reference/objects/user-object (U or W), team ids T, of an organization E */
const slackTeam = /^[TE][A-Z0-9]+$/;
const slackUser = /^[UW][A-Z0-9]+$/;
const slackGroup = /^S[A-Z0-9]+$/;
/** @see https://discord.com/developers/docs/reference#snowflakes (64 bits: at most 20 digits) */
const snowflake = /^[0-9]{1,20}$/;

export function isSlackTeam(raw: string): boolean {
  return slackTeam.test(raw);
}

export function isDiscordGuild(raw: string): boolean {
  return snowflake.test(raw);
}

/** `slack:T0123/U01ALICE`, `discord:1122/803511` or `terminal:root`. */
export function readAccountId(raw: string): AccountId | undefined {
  const identity = parseActorId(raw);
  if (!identity) return undefined;
  const { platform, workspace, user } = identity;
  const found = { platform, workspace, id: actorId(identity) };
  switch (platform) {
    case 'slack':
      return slackTeam.test(workspace) && slackUser.test(user) ? found : undefined;
    case 'discord':
      return snowflake.test(workspace) && snowflake.test(user) ? found : undefined;
    case 'terminal':
      return found;
  }
}

/** `slack-group:T0123/S0HELP` or `discord-role:1122/9911`. */
export function readPlatformGroupId(raw: string): PlatformGroupId | undefined {
  const [, kind, workspace = '', group = ''] =
    /^(slack-group|discord-role):([^/]+)\/([^/]+)$/.exec(raw) ?? [];
  if (kind === 'slack-group' && slackTeam.test(workspace) && slackGroup.test(group)) {
    return { platform: 'slack', workspace, id: raw };
  }
  if (kind === 'discord-role' && snowflake.test(workspace) && snowflake.test(group)) {
    return { platform: 'discord', workspace, id: raw };
  }
  return undefined;
}
