/** One message a second a channel. @see https://docs.slack.dev/apis/web-api/rate-limits */
const interval = 1000;

/** @returns seconds to wait, or `undefined` where the message may go */
export function createRateLimit(): (channel: string) => number | undefined {
  const last = new Map<string, number>();
  return (channel) => {
    const now = Date.now();
    const since = now - (last.get(channel) ?? 0);
    if (since < interval) return 1;
    last.set(channel, now);
    return undefined;
  };
}
