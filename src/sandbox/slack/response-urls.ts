import { randomBytes } from 'node:crypto';
import { keepNewest } from '../bounded.ts';
import type { StoredMessage } from './messages.ts';

/** 5 answers in 30 minutes. @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const mostUses = 5;

export interface ResponseUrl {
  readonly path: string;
  readonly person: string;
  readonly channel: string;
  /** The message that was clicked; `null` for a slash command, whose answers replace nothing. */
  readonly origin: Pick<StoredMessage, 'channel' | 'ts'> | null;
}

export interface ResponseUrls {
  readonly issue: (from: Omit<ResponseUrl, 'path'>, kind: 'commands' | 'actions') => string;
  readonly check: (path: string) => ResponseUrl | 'not_found' | 'used_url' | 'expired_url';
  readonly spend: (path: string) => void;
}

export function createResponseUrls(team: string, lifetime: number): ResponseUrls {
  const issued = new Map<string, { readonly url: ResponseUrl; readonly at: number; readonly uses: number }>();

  return {
    issue: (from, kind) => {
      const path = `/${kind}/${team}/${Date.now()}/${randomBytes(18).toString('base64url')}`;
      issued.set(path, { url: { ...from, path }, at: Date.now(), uses: 0 });
      keepNewest(issued, 10_000);
      return path;
    },
    check: (path) => {
      const found = issued.get(path);
      if (!found) return 'not_found';
      if (Date.now() - found.at > lifetime) return 'expired_url';
      return found.uses >= mostUses ? 'used_url' : found.url;
    },
    spend: (path) => {
      const found = issued.get(path);
      if (found) issued.set(path, { ...found, uses: found.uses + 1 });
    },
  };
}
