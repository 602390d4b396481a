import { sampleGuild } from '../../sample-guild.ts';
import { sampleWorkspace } from '../../sample-workspace.ts';
import type { Platform } from './spot.ts';

/** The accounts of each person of the sandbox, who are called the same in both chats. */
const accounts = sampleWorkspace.people.map(({ id, realName }) => ({
  slack: id as string,
  discord: sampleGuild.people.find(({ displayName }) => displayName === realName)?.id ?? '',
}));

/** Somebody's id in the other chat. Empty for a stranger: then the chat opens as the first of its people. */
export function accountIn(platform: Platform, user: string): string {
  return accounts.find(({ slack, discord }) => slack === user || discord === user)?.[platform] ?? '';
}
