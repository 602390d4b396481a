/**
 * Fills in a date as Slack does, in the reader's own time zone.
 *
 * @param timestamp in seconds since 1970
 * @param now in milliseconds since 1970, for “today” and “3 minutes ago”
 * @returns the fallback, where the format has a token that Slack doesn't know
 * @see https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatDate(timestamp: number, format: string, fallback: string, now: number): string {
  const date = new Date(timestamp * 1000);
  if (Number.isNaN(date.getTime())) return fallback;
  const tokens: Readonly<Record<string, () => string>> = {
    date_num: () => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    date: () => `${month(date, 'long')} ${ordinal(date.getDate())}, ${date.getFullYear()}`,
    date_short: () => `${month(date, 'short')} ${date.getDate()}, ${date.getFullYear()}`,
    date_long: () =>
      `${weekday(date)}, ${month(date, 'long')} ${ordinal(date.getDate())}, ${date.getFullYear()}`,
    time: () => date.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' }),
    time_secs: () =>
      date.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(Math.round((now - date.getTime()) / 1000)),
  };
  let known = true;
  const filled = format.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const plain = name.replace(/_pretty$/, '');
    const draw = Object.hasOwn(tokens, plain) ? tokens[plain] : undefined;
    if (!draw) known = false;
    return (plain !== name && nearDay(date, now)) || (draw?.() ?? '');
  });
  return known && filled !== '' ? filled : fallback;
}

/** The divider over the messages of one day. */
export function formatDay(timestamp: number, now: number): string {
  const date = new Date(timestamp * 1000);
  const near = nearDay(date, now);
  if (near) return near.charAt(0).toUpperCase() + near.slice(1);
  return `${weekday(date)}, ${month(date, 'long')} ${ordinal(date.getDate())}`;
}

function nearDay(date: Date, now: number): string | undefined {
  const offsets = [-1, 0, 1].map((days) => {
    const day = new Date(now);
    day.setDate(day.getDate() + days);
    return day.toDateString();
  });
  return ['yesterday', 'today', 'tomorrow'][offsets.indexOf(date.toDateString())];
}

/** @param seconds negative for what is to come */
function ago(seconds: number): string {
  const steps = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, unit] = steps.find(([length]) => Math.abs(seconds) >= length) ?? [1, 'second'];
  return new Intl.RelativeTimeFormat('en-US').format(-Math.trunc(seconds / size), unit);
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function month(date: Date, length: 'long' | 'short'): string {
  return date.toLocaleDateString('en-US', { month: length });
}

function weekday(date: Date): string {
  return date.toLocaleDateString('en-US', { weekday: 'long' });
}

function ordinal(day: number): string {
  const rule = new Intl.PluralRules('en-US', { type: 'ordinal' }).select(day);
  return `${day}${{ one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[rule]}`;
}
