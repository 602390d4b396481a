import { createHash } from 'node:crypto';
import { keepNewest } from '../../bounded.ts';
import type { Route } from './route.ts';

/** Calls a second of one bot, but for answers to interactions. */
const globalCalls = 50;

export interface Permit {
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the call may go. */
  readonly refusal?: { readonly scope: 'global' | 'user'; readonly retryAfter: number };
}

/**
 * Counts calls against the bucket of their route and its major parameters, and against the bot's global limit.
 *
 * @see https://docs.discord.com/developers/topics/rate-limits
 */
export function createRateLimit(): (route: Route, parts: Readonly<Record<string, string>>) => Permit {
  const buckets = new Map<string, { readonly resetsAt: number; readonly left: number }>();
  let second = { start: 0, calls: 0 };

  return (route, parts) => {
    const now = Date.now();
    const { calls, seconds } = route.limit;
    const key = bucketKey(route, parts);
    const known = buckets.get(key);
    const bucket = known && known.resetsAt > now ? known : { resetsAt: now + seconds * 1000, left: calls };
    const left = Math.max(0, bucket.left - 1);
    const resetAfter = (bucket.resetsAt - now) / 1000;
    const headers = {
      'X-RateLimit-Limit': String(calls),
      'X-RateLimit-Remaining': String(left),
      'X-RateLimit-Reset': (bucket.resetsAt / 1000).toFixed(3),
      'X-RateLimit-Reset-After': resetAfter.toFixed(3),
      'X-RateLimit-Bucket': bucketName(route),
    };
    if (bucket.left === 0) return { headers, refusal: { scope: 'user', retryAfter: resetAfter } };

    if (route.token === 'bot') {
      if (now - second.start >= 1000) second = { start: now, calls: 0 };
      if (second.calls >= globalCalls) {
        return { headers: {}, refusal: { scope: 'global', retryAfter: (second.start + 1000 - now) / 1000 } };
      }
      second.calls += 1;
    }
    buckets.delete(key);
    buckets.set(key, { resetsAt: bucket.resetsAt, left });
    keepNewest(buckets, 1000);
    return { headers };
  };
}

/** Major parameters: each channel, guild and webhook has its own. */
function bucketKey({ method, path }: Route, parts: Readonly<Record<string, string>>): string {
  const { channel_id: channel, guild_id: guild, webhook_token: webhook, interaction_id: interaction } = parts;
  return [method, path, channel ?? guild ?? webhook ?? interaction ?? ''].join(' ');
}

export function bucketName({ method, path }: Route): string {
  return createHash('sha256').update(`${method} ${path}`).digest('hex').slice(0, 32);
}
