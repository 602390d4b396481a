import type { EventLog } from '../core/audit-ports.ts';
import type { AuditEvent } from '../core/audit.ts';
import { isRefusal } from './refusal-tally.ts';

/** What an audit channel has still to be told, but for refusals: those are counted by `refusal-lines.ts`. */
export interface Backlog {
  /** The number up to which there is nothing left to tell. */
  readonly told: number;
  /** The number up to which the log was read. */
  readonly read: number;
  readonly events: readonly AuditEvent[];
}

/** Events read at once, and how often in a round: a flood of refusals is passed by in no time. */
const pageSize = 500;
const pages = 20;

/** Reads on until there is enough for a message. */
export async function readOn(log: EventLog, before: Backlog, enough: number): Promise<Backlog> {
  let backlog = before;
  for (let page = 0; page < pages && backlog.events.length < enough; page += 1) {
    const found = await log.after(backlog.read, pageSize);
    backlog = {
      told: backlog.told,
      read: found.at(-1)?.number ?? backlog.read,
      events: [...backlog.events, ...found.filter((event) => !isRefusal(event))],
    };
    if (found.length < pageSize) break;
  }
  return backlog;
}

/** The first `count` events were posted. What was read behind them and left out is told as well. */
export function afterPosting({ read, events }: Backlog, count: number): Backlog {
  const left = events.slice(count);
  return { told: (left[0]?.number ?? read + 1) - 1, read, events: left };
}
