import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../src/core/ports.ts';
import { codeOf, explain, isAway, isLost, uncertain, unreachable } from './failures.ts';

/** The person is told within 3 s that the database is away. */
const patienceMilliseconds = 2900;

/** Between tries of what may be done twice: after a restart each connection of the pool breaks once. */
const shortPauses = [0, 50, 100, 200, 400];

/** For reading, and for what may be done twice: again, within the same 3 s, where the connection broke. */
export async function repeatable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await inTime(() => insistently(work), unreachable);
  } catch (error) {
    // What broke while it was read changed nothing.
    throw isLost(error) ? unreachable() : explain(error);
  }
}

async function insistently<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of shortPauses) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error)) throw error;
      await sleep(pause);
    }
  }
  return work();
}

/** Why the database refused a change, where the caller has an answer to it. */
export type Conflict = 'none' | 'tag-taken' | 'op-done' | 'address-gone' | 'devices-left';

export interface Doubt {
  /** A try of this call was lost: its effect may be there. */
  readonly perhapsOurs: boolean;
  readonly conflict: Conflict;
}

/** Between tries, in milliseconds: a restart of PostgreSQL takes one or two seconds. */
const pauses = [300, 1500];

/**
 * Makes one change, once.
 *
 * Where the connection breaks, the same op is tried again, at most three times within 10 s: the database takes an op
 * once, so two tries have one effect.
 *
 * @param change one statement; undefined where it found no row to change
 * @param settle looks the op up where nothing came back
 */
export async function oneEffect<T, R = Outcome<T>>(
  change: () => Promise<T | undefined>,
  settle: (doubt: Doubt) => Promise<R>,
): Promise<R | { readonly kind: 'done'; readonly value: T }> {
  let perhapsOurs = false;
  for (const pause of [...pauses, undefined]) {
    try {
      const value = await inTime(change, uncertain);
      if (value !== undefined) return { kind: 'done', value };
      return await repeatable(() => settle({ perhapsOurs, conflict: 'none' }));
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict) return await repeatable(() => settle({ perhapsOurs, conflict }));
      if (isLost(error)) perhapsOurs = true;
      else if (!(perhapsOurs && isAway(error))) throw explain(error);
      if (pause === undefined) break;
      await sleep(pause);
    }
  }
  throw uncertain();
}

function conflictOf(error: unknown): Conflict | undefined {
  const found = codeOf(error);
  if (!found) return undefined;
  switch (found.code) {
    case 'PS003':
      return 'op-done';
    case 'PS004':
      return 'address-gone';
    case 'PS005':
      return 'devices-left';
    case '23503':
      return found.constraint === 'device_address' ? 'address-gone' : undefined;
    case '23505':
      return uniqueConflicts[found.constraint ?? ''];
    default:
      return undefined;
  }
}

const uniqueConflicts: Readonly<Record<string, Conflict>> = {
  device_tag_once: 'tag-taken',
  delivery_tag_once: 'tag-taken',
  audit_event_one_effect: 'op-done',
};

/** Stops waiting for a server that has frozen. What it still does then is not known. */
async function inTime<T>(work: () => Promise<T>, late: () => Error): Promise<T> {
  // A timer of its own, since a `sleep` that is aborted makes two errors: 5 % of what a list costs.
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), patienceMilliseconds);
    work()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
