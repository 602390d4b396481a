import type { Actor, ActorId } from './actor.ts';
import type { WarningEntry } from './audit.ts';
import type { AuditLog, Log } from './ports.ts';

const minute = 60_000;

export interface Warnings {
  /** After a disconnect: warns where this person disconnected more devices within a minute than the cap. */
  watchDisconnects(actor: Actor, op: string): Promise<void>;
  /** After a password that was refused since the cap was reached. */
  warnOfPasswords(actor: Actor, op: string): Promise<void>;
}

interface WarningOptions {
  readonly audit: AuditLog;
  countDisconnected(actor: ActorId): Promise<number>;
  readonly perMinute: number;
  readonly log: Log;
  /** In milliseconds. */
  now(): number;
}

/** One warning a person, kind and minute: the second would say nothing new. */
export function createWarnings({ audit, countDisconnected, perMinute, log, now }: WarningOptions): Warnings {
  const lastWarned = new Map<string, number>();

  async function warn(by: ActorId, op: string, warning: WarningEntry['warning']): Promise<void> {
    const key = `${warning} ${by}`;
    const last = lastWarned.get(key);
    const age = last === undefined ? minute : now() - last;
    // A clock that was set back must not keep warnings away.
    if (age >= 0 && age < minute) return;
    for (const [known, at] of lastWarned) if (now() - at >= minute) lastWarned.delete(known);
    lastWarned.set(key, now());
    log.warn({ by, warning, perMinute }, 'more than usual');
    try {
      await audit.append({ kind: 'warning', by, op, warning, perMinute });
    } catch (error) {
      // The next one is written in its place.
      lastWarned.delete(key);
      throw error;
    }
  }

  /** What is done is done: a warning that can't be written must not turn its answer into a failure. */
  async function tried(by: ActorId, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error({ err: error, by }, 'warning not audited');
    }
  }

  return {
    watchDisconnects: ({ id }, op) =>
      tried(id, async () => {
        if ((await countDisconnected(id)) > perMinute) await warn(id, op, 'many-disconnects');
      }),
    warnOfPasswords: ({ id }, op) => tried(id, () => warn(id, op, 'too-many-passwords')),
  };
}
