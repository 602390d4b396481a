import { request } from 'undici';
import type { Log } from '../../core/ports.ts';
import { fateOfNetwork, fateOfStatus } from './fate.ts';
import type { Fate } from './fate.ts';
import { parseJson } from './json.ts';
import type { Message } from './render.ts';

/** Milliseconds. */
const timeout = 5000;

/** Slack's own, whose answers come from another host of the same domain than its Web API. */
const slackDomains: readonly string[] = ['slack.com', 'slack-gov.com'];

export interface ResponseUrls {
  /**
   * Posts an answer that only the person sees. `replace` puts it in place of the message that was clicked. Slack takes 5 in
   * 30 minutes and refuses the next; an act needs at most 3.
   */
  post(url: string, message: Message, replace: boolean): Promise<Fate>;
}

export function createResponseUrls(apiUrl: string, log: Log): ResponseUrls {
  return {
    async post(url, { text, blocks }, replace) {
      if (!isAllowed(url, apiUrl)) {
        log.warn({ code: 'foreign_response_url' }, 'response_url refused');
        return { kind: 'refused', code: 'foreign_response_url' };
      }
      const body = JSON.stringify({
        response_type: 'ephemeral',
        replace_original: replace,
        text,
        blocks,
        unfurl_links: false,
        unfurl_media: false,
      });
      try {
        return await send(url, body);
      } catch (error) {
        return fateOfNetwork(error);
      }
    },
  };
}

async function send(url: string, body: string): Promise<Fate> {
  // Not `AbortSignal.timeout`: it keeps the request and its body for all of that time, also when the answer is there.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('No answer in time', 'TimeoutError')), timeout);
  try {
    // Not `fetch`, whose streams take longer than all that is asked of the database. No redirect is followed here either.
    const { statusCode, body: answer } = await request(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body,
      signal: late.signal,
    });
    return fateOf(statusCode, parseJson(await answer.text()));
  } finally {
    clearTimeout(timer);
  }
}

function fateOf(status: number, answer: unknown): Fate {
  if (status !== 200) return fateOfStatus(status);
  // A plain "ok" is no JSON.
  const isRefused = typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false;
  return isRefused ? { kind: 'refused', code: 'response_url_refused' } : { kind: 'taken' };
}

/** Only Slack's own hosts, and for another `SLACK_API_URL` only that one: a payload never says where else to post. */
export function isAllowed(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(apiUrl)) return false;
  const { protocol, hostname, port, origin, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  const api = new URL(apiUrl);
  const domain = slackDomains.find((own) => api.hostname === own || api.hostname.endsWith(`.${own}`));
  if (domain === undefined) return origin === api.origin;
  return protocol === 'https:' && port === '' && (hostname === domain || hostname.endsWith(`.${domain}`));
}
