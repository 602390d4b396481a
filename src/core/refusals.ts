import { randomUUID } from 'node:crypto';
import type { Actor, ActorId } from './actor.ts';
import type { RefusalEntry } from './audit.ts';
import type { AuditLog, Log } from './ports.ts';

/** A person's refusals that are written one by one in a minute. What is beyond is counted, in one entry. */
const writtenPerMinute = 20;
const minute = 60_000;

/** People whose refusals are counted at the same time: a bound on memory, far above any team. */
const countedPeople = 10_000;

interface Count {
  readonly since: number;
  readonly more: number;
  readonly written: number;
  /** The last one that was only counted. */
  readonly last: RefusalEntry | undefined;
}

export interface Refusals {
  record(
    actor: Actor,
    refused: Pick<RefusalEntry, 'op' | 'attempt' | 'permission' | 'address'>,
  ): Promise<void>;
  /** Writes what was counted. Call it once a minute and at the end. */
  flush(): Promise<void>;
}

/** Audits refusals, so that a flood of them fills neither the log nor the disk. */
export function createRefusals(audit: AuditLog, log: Log, now: () => number): Refusals {
  const counts = new Map<ActorId, Count>();

  const write = async (entry: RefusalEntry): Promise<void> => {
    try {
      await audit.append(entry);
    } catch (error) {
      // The refusal stands without its event: nothing was changed that had to be audited.
      log.error({ err: error, by: entry.by, attempt: entry.attempt }, 'refusal not audited');
    }
  };

  const writeCounted = async ({ last, more }: Count): Promise<void> => {
    if (last) await write({ ...last, op: randomUUID(), more: more - 1 });
  };

  const takeAll = (): readonly Count[] => {
    const all = [...counts.values()];
    counts.clear();
    return all;
  };

  return {
    async record({ id }, refused) {
      const entry: RefusalEntry = { kind: 'refused', by: id, ...refused, more: 0 };
      const before = counts.get(id);
      const expired = before !== undefined && now() - before.since >= minute;
      const count = before && !expired ? before : { since: now(), more: 0, written: 0, last: undefined };
      const overflowing = counts.size >= countedPeople && !counts.has(id) ? takeAll() : [];
      const isWritten = count.written < writtenPerMinute;
      // Before anything is waited for: another refusal of this person may come in between.
      counts.set(
        id,
        isWritten
          ? { ...count, written: count.written + 1 }
          : { ...count, more: count.more + 1, last: entry },
      );
      if (expired) await writeCounted(before);
      if (isWritten) await write(entry);
      for (const counted of overflowing) await writeCounted(counted);
    },
    async flush() {
      for (const counted of takeAll()) await writeCounted(counted);
    },
  };
}
