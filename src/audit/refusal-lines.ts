import { randomUUID } from 'node:crypto';
import type { AuditChannels, EventLog } from '../core/audit-ports.ts';
import type { Text } from '../core/text.ts';
import { isRefusal, type RefusalTally, tallied, tallyText } from './refusal-tally.ts';

export interface RefusalLinesOptions {
  readonly events: EventLog;
  readonly channels: AuditChannels;
  /** The audit channel, such as `slack:C0AUDIT`. */
  readonly channel: string;
  /** In milliseconds. */
  readonly now: () => number;
  /** Milliseconds between two lines. */
  readonly pause: number;
}

export interface RefusalLines {
  /** What is to be said of refusals, where there are any and the last line is long enough ago. */
  due(): Promise<Text | undefined>;
  /** The line that `due` gave was posted. */
  posted(): Promise<void>;
  /** Nothing that was remembered holds any longer: another process may have posted. */
  begin(): Promise<void>;
  /** Lets another process go on. */
  release(): Promise<void>;
}

/** Events read at once, and how often in a round. What is beyond is read in the next. */
const pageSize = 500;
const pages = 20;

/**
 * Counts refusals into one line a minute.
 *
 * They have a row of their own in `audit_channel`, so that changes never wait behind them and a restart loses none. The
 * lease on that row is what keeps two lines apart: each line takes it under a new name, and so gets it only when that
 * of the line before has run out, whichever process posted it.
 */
export function createRefusalLines(options: RefusalLinesOptions): RefusalLines {
  const { events, channels, now, pause } = options;
  const row = `${options.channel}/refusals`;
  const leaseSeconds = pause / 1000;
  let line = randomUUID();
  let quietUntil = Number.NEGATIVE_INFINITY;
  /** Posted, counted and read: event numbers. Undefined until the row could be read. */
  let at:
    | { readonly posted: number; readonly read: number; readonly tally: RefusalTally | undefined }
    | undefined;

  return {
    async due() {
      if (now() < quietUntil) return undefined;
      at ??= await known();
      if (!at) return undefined;
      await read();
      if (!at.tally) return undefined;
      const claimed = await channels.claim(row, line, leaseSeconds);
      if (!claimed) return undefined;
      if (claimed.postedNumber > at.posted) {
        at = undefined;
        return undefined;
      }
      return tallyText(at.tally);
    },
    async posted() {
      if (!at?.tally) return;
      const { number } = at.tally.last;
      const read = at.read;
      at = { posted: number, read, tally: undefined };
      quietUntil = now() + pause;
      const former = line;
      line = randomUUID();
      // The pause begins with the message, for other processes too.
      await channels.claim(row, former, leaseSeconds);
      await channels.advance(row, number, former);
    },
    async begin() {
      at = await known();
    },
    async release() {
      await channels.release(row, line);
    },
  };

  /** Lets go at once: reading where it stands is no line. */
  async function known(): Promise<typeof at> {
    const claimed = await channels.claim(row, line, leaseSeconds);
    if (!claimed) return undefined;
    await channels.release(row, line);
    return { posted: claimed.postedNumber, read: claimed.postedNumber, tally: undefined };
  }

  async function read(): Promise<void> {
    for (let page = 0; at && page < pages; page += 1) {
      const found = await events.after(at.read, pageSize);
      at = {
        posted: at.posted,
        read: found.at(-1)?.number ?? at.read,
        tally: found.filter(isRefusal).reduce<RefusalTally | undefined>(tallied, at.tally),
      };
      if (found.length < pageSize) return;
    }
  }
}
