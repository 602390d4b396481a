import { randomUUID } from 'node:crypto';
import type { AuditChannels, EventLog } from '../core/audit-ports.ts';
import type { AuditEvent } from '../core/audit.ts';
import type { Log } from '../core/ports.ts';
import type { Text } from '../core/text.ts';
import type { PublicView } from '../core/view.ts';
import { afterPosting, type Backlog, readOn } from './backlog.ts';
import { failureOf, inTime } from './failure.ts';
import { createLease } from './lease.ts';
import { createLoop } from './loop.ts';
import { createRefusalLines } from './refusal-lines.ts';
import { fitting, type MessageSize, messageView, slackMessageSize } from './view.ts';

export interface RelayTiming {
  /** Milliseconds between two messages, and between two looks at the log. Slack takes one message a second a channel. */
  readonly pace: number;
  /** Milliseconds between two lines for refusals. */
  readonly refusalPause: number;
  /** Milliseconds between two tries where a person must mend something. */
  readonly brokenPause: number;
  /** Milliseconds between two tries of any other kind, at most. */
  readonly longestPause: number;
}

const usualTiming: RelayTiming = {
  pace: 1000,
  refusalPause: 60_000,
  brokenPause: 60_000,
  longestPause: 30_000,
};

/** So many tries take half a minute: by then a person should know, even where it may pass by itself. */
const triesUntilAlarm = 6;

export interface RelayOptions {
  readonly events: EventLog;
  readonly channels: AuditChannels;
  /** Names the channel, such as `slack:C0AUDIT`. */
  readonly channel: string;
  readonly log: Log;
  readonly timing?: Partial<RelayTiming>;
  readonly size?: MessageSize;
  /** In milliseconds, from a clock that is never set back. */
  now(): number;
  /** @throws {PostFailure} */
  post(view: PublicView, key: string | undefined): Promise<void>;
  /** Hears once what a person must mend, to be said in other channels. */
  onAlarm(sentence: string): void;
}

export interface Relay {
  start(): void;
  /** Waits for the message that is on its way, and lets another process go on. */
  stop(): Promise<void>;
}

interface Message {
  readonly events: readonly AuditEvent[];
  readonly refusals: Text | undefined;
}

/**
 * Posts what the audit log has to an audit channel: in order, at most one message a second, none lost.
 *
 * A message whose answer was lost, or whose posting could not be written down, is posted again, with the same numbers.
 */
export function createRelay(options: RelayOptions): Relay {
  const { events, channels, channel, log, now, size = slackMessageSize } = options;
  const timing = { ...usualTiming, ...options.timing };
  const holder = randomUUID();
  const lease = createLease(channels, channel, holder, now);
  const refusalLines = createRefusalLines({ events, channels, channel, now, pause: timing.refusalPause });
  const loop = createLoop({ name: `relay of ${channel}`, every: timing.pace, log, round });

  /** Undefined while another process posts here. */
  let backlog: Backlog | undefined;
  /** What the database holds. */
  let writtenDown = 0;
  let attempts = 0;
  let quietUntil = Number.NEGATIVE_INFINITY;
  let alarmed = false;

  return {
    start: loop.start,
    async stop() {
      await loop.stop();
      try {
        await refusalLines.release();
        await lease.release();
      } catch (error) {
        log.warn({ err: error, channel }, 'lease of an audit channel not released: it ends by itself');
      }
    },
  };

  async function round(): Promise<void> {
    const held = await lease.hold();
    if (!held) {
      backlog = undefined;
      return;
    }
    if (held.isNew || !backlog) {
      backlog = { told: held.postedNumber, read: held.postedNumber, events: [] };
      writtenDown = held.postedNumber;
      attempts = held.attempts;
      await refusalLines.begin();
      // Another process may have posted a moment ago: the pace is that of the channel.
      return;
    }
    if (!(await writeDown(backlog)) || now() < quietUntil) return;
    backlog = await readOn(events, backlog, size.lines);
    const message = { events: fitting(backlog.events, size), refusals: await refusalLines.due() };
    const isEmpty = message.events.length === 0 && !message.refusals;
    if (isEmpty) backlog = afterPosting(backlog, 0);
    // The database may have held us up, and another process may have posted meanwhile.
    else if (await isStillOurs()) await post(backlog, message);
    else backlog = undefined;
  }

  async function isStillOurs(): Promise<boolean> {
    const held = await lease.hold();
    return held !== undefined && !held.isNew;
  }

  async function post(before: Backlog, message: Message): Promise<void> {
    try {
      await inTime(options.post(messageView(message.events, message.refusals), keyOf(message)));
    } catch (error) {
      return failed(error, before, message);
    }
    if (alarmed) log.info({ channel }, 'audit channel takes messages again');
    alarmed = false;
    attempts = 0;
    const after = afterPosting(before, message.events.length);
    backlog = after;
    if (message.refusals) await refusalLines.posted();
    await writeDown(after);
  }

  /** Also what was posted while the database could not be reached. False where another process posts here by now. */
  async function writeDown({ told }: Backlog): Promise<boolean> {
    if (told <= writtenDown) return true;
    const isOurs = await channels.advance(channel, told, holder);
    if (isOurs) writtenDown = told;
    else {
      lease.lost();
      backlog = undefined;
    }
    return isOurs;
  }

  async function failed(error: unknown, { told }: Backlog, { events: due }: Message): Promise<void> {
    const { code, permanent, retryAfter } = failureOf(error);
    attempts += 1;
    const growing = Math.min(timing.pace * 2 ** attempts, timing.longestPause);
    quietUntil = now() + (retryAfter ?? (permanent ? timing.brokenPause : growing));
    const facts = { err: error, channel, code, attempts, posted: told, due: due.length };
    if (!alarmed && (permanent || attempts >= triesUntilAlarm)) {
      alarmed = true;
      log.error(facts, 'audit channel takes no messages: put it right, and what is due is posted');
      options.onAlarm(alarmSentence(channel, code, due[0]));
    } else log.warn(facts, 'audit message not posted: tried again');
    await channels.fail(channel, holder, code);
  }
}

/** The same for a message that is posted again: a platform that takes it then knows that it has it. */
function keyOf({ events }: Message): string | undefined {
  const [first, last] = [events[0], events.at(-1)];
  return first && last && `${first.number}-${last.number}`;
}

function alarmSentence(channel: string, code: string, first: AuditEvent | undefined): string {
  const waiting = first ? `The audit log waits from #${first.number} on` : 'The audit log waits';
  return `The audit channel ${channel} takes no messages (${code}). ${waiting}; nothing is lost. Put the channel right, and it is posted there.`;
}
