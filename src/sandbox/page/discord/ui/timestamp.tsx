import { useEffect, useState } from 'preact/hooks';
import { formatTimestamp } from '../kit/timestamp.ts';

/** Milliseconds between two looks at the clock. */
const pace = 10_000;

/** A time in the reader's own zone. One that counts goes on counting. */
export function Timestamp({ seconds, style }: { readonly seconds: number; readonly style: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (style !== 'R') return undefined;
    const timer = setInterval(() => setNow(Date.now()), pace);
    return () => clearInterval(timer);
  }, [style]);
  const date = new Date(seconds * 1000);
  return (
    <time
      class="timestamp"
      dateTime={Number.isNaN(date.getTime()) ? undefined : date.toISOString()}
      title={formatTimestamp(seconds, 'F', now)}
    >
      {formatTimestamp(seconds, style, now)}
    </time>
  );
}
