const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
  s: { dateStyle: 'short', timeStyle: 'short' },
  S: { dateStyle: 'short', timeStyle: 'medium' },
};

/** In seconds. */
const units = [
  [31_536_000, 'year'],
  [2_592_000, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/**
 * Fills in `<t:…>` as Discord does, in the reader's own time zone.
 *
 * @param now in milliseconds since 1970, for "3 minutes ago"
 * @see https://docs.discord.com/developers/reference#message-formatting-timestamp-styles
 */
export function formatTimestamp(seconds: number, style: string, now: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 'Invalid date';
  if (style === 'R') return relative(seconds - now / 1000);
  return new Intl.DateTimeFormat('en-US', styles[style] ?? styles['f']).format(date);
}

/** @param seconds from now, negative for what is past */
function relative(seconds: number): string {
  const [size, unit] = units.find(([length]) => Math.abs(seconds) >= length) ?? [1, 'second'];
  return new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}
