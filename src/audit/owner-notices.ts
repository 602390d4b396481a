import { randomUUID } from 'node:crypto';
import { type Identity, actorId } from '../core/actor.ts';
import type { AuditChannels, EventLog, MissedNotices } from '../core/audit-ports.ts';
import type { EmailAddress } from '../core/email-address.ts';
import type { Log } from '../core/ports.ts';
import type { PublicView } from '../core/view.ts';
import { createLease, type Held } from './lease.ts';
import { createLoop } from './loop.ts';
import {
  type ChangeEvent,
  concernsOwners,
  noticeView,
  type Owner,
  reachable,
  tellOwner,
} from './tell-owner.ts';
import { fitting, type MessageSize, slackMessageSize } from './view.ts';

/** Their row in `audit_channel`. */
export const ownerNoticesRow = 'owner-notices';

/** 10 s × 2ⁿ between them, then the owner is told of that change with their next command. */
const tries = 6;

/** What is read ahead while some owner can't be reached. A restart tells these again. */
const mostWaiting = 200;

export interface OwnerNoticesOptions {
  readonly events: EventLog;
  readonly channels: AuditChannels;
  readonly missed: Pick<MissedNotices, 'miss'>;
  readonly log: Log;
  /** Milliseconds between two looks at the log. */
  readonly every?: number;
  /** Milliseconds before the second try; doubled before each further one. */
  readonly firstPause?: number;
  readonly size?: MessageSize;
  /** In milliseconds, from a clock that is never set back. */
  now(): number;
  /**
   * The persons who own an address by the policy's `people`. Who owns one only since Slack says that it is their e-mail
   * (`trust_slack_email`) is not among them: that is known of who acts, and not to be found by address.
   */
  ownersOf(address: EmailAddress): readonly Owner[];
  /** @throws where the person can't be reached, also since that platform isn't connected */
  tell(person: Identity, view: PublicView): Promise<void>;
}

export interface OwnerNotices {
  start(): void;
  /** Waits for the messages that are on their way. */
  stop(): Promise<void>;
}

/** What one owner has still to be told, in order. */
interface Queue {
  readonly owner: Owner;
  readonly events: readonly ChangeEvent[];
  readonly failures: number;
  readonly quietUntil: number;
}

/** For the log. */
interface Facts {
  readonly err: unknown;
  readonly code: string;
  readonly owner: Owner;
  readonly failures: number;
  /** Their numbers. */
  readonly events: readonly number[];
}

/**
 * Tells the owners of an address what somebody else did to its devices: who, what and when, never a password.
 *
 * Follows the audit log by a row of its own. The number there is below everything that somebody has still to be told,
 * so a restart loses nothing; while an owner can't be reached it may tell others again, with the same numbers. Who takes
 * no direct message is told with their next command.
 */
export function createOwnerNotices(options: OwnerNoticesOptions): OwnerNotices {
  const {
    events,
    channels,
    missed,
    log,
    now,
    size = slackMessageSize,
    every = 1000,
    firstPause = 10_000,
  } = options;
  const holder = randomUUID();
  const lease = createLease(channels, ownerNoticesRow, holder, now);
  const loop = createLoop({ name: ownerNoticesRow, every, log, round });
  const queues = new Map<string, Queue>();
  let read = 0;
  let writtenDown = 0;
  /** Of the first owner after a restart: their tries go on, so that no crash makes them endless. */
  let earlierFailures = 0;

  return {
    start: loop.start,
    async stop() {
      await loop.stop();
      try {
        await lease.release();
      } catch (error) {
        log.warn({ err: error }, 'lease of the owner notices not released: it ends by itself');
      }
    },
  };

  async function round(): Promise<void> {
    const held = await lease.hold();
    if (!held) return;
    if (held.isNew) beginAt(held);
    await readOn();
    const due = [...queues.values()].filter(({ quietUntil }) => quietUntil <= now());
    const ends = await Promise.all(due.map(tellNext));
    await writeDown();
    // Last: with every advance the row begins to count anew.
    for (const code of ends) if (code !== undefined) await channels.fail(ownerNoticesRow, holder, code);
  }

  function beginAt({ postedNumber, attempts }: Held): void {
    queues.clear();
    read = postedNumber;
    writtenDown = postedNumber;
    earlierFailures = Math.min(attempts, tries - 1);
  }

  async function readOn(): Promise<void> {
    const waiting = [...queues.values()].reduce((sum, queue) => sum + queue.events.length, 0);
    if (waiting >= mostWaiting) return;
    const found = await events.after(read, mostWaiting);
    for (const event of found.filter(concernsOwners)) {
      for (const owner of options.ownersOf(event.entry.address)) {
        if (!isOwn(owner, event) && reachable(owner).length > 0) enqueue(owner, event);
      }
    }
    read = found.at(-1)?.number ?? read;
  }

  function enqueue(owner: Owner, event: ChangeEvent): void {
    const key = owner.join(' ');
    const known = queues.get(key);
    const queue = known ?? {
      owner,
      events: [],
      failures: earlierFailures,
      quietUntil: Number.NEGATIVE_INFINITY,
    };
    if (!known) earlierFailures = 0;
    queues.set(key, { ...queue, events: [...queue.events, event] });
  }

  /** Never rejects. @returns why they could not be told */
  async function tellNext(queue: Queue): Promise<string | undefined> {
    const due = fitting(queue.events, size);
    const failed = await tellOwner(queue.owner, noticeView(due), options.tell);
    if (!failed) {
      keep(queue, due.length, {});
      return undefined;
    }
    const { error, failure } = failed;
    const failures = queue.failures + (failure.retryAfter === undefined ? 1 : 0);
    const facts: Facts = {
      err: error,
      code: failure.code,
      owner: queue.owner,
      failures,
      events: due.map((event) => event.number),
    };
    if ((failures >= tries || failure.permanent) && (await miss(queue.owner, facts))) {
      keep(queue, due.length, {});
      // Nobody here can mend what a person closed: it is no failure of ours to be shown.
      return failure.permanent ? undefined : failure.code;
    }
    log.warn(facts, 'owner not told of a change: tried again');
    const pause = failure.retryAfter ?? firstPause * 2 ** (Math.min(failures, tries) - 1);
    keep(queue, 0, { failures, quietUntil: now() + pause });
    return failure.code;
  }

  /** Never rejects. @returns whether they will hear of it with their next command */
  async function miss(owner: Owner, facts: Facts): Promise<boolean> {
    try {
      await missed.miss(reachable(owner).map(actorId), facts.events);
    } catch (error) {
      log.warn({ ...facts, err: error }, 'what an owner missed not written down');
      return false;
    }
    if (facts.failures < tries)
      log.info(facts, 'owner takes no direct message: told with their next command');
    else log.error(facts, 'owner not told of a change: given up, until their next command');
    return true;
  }

  /** Less the first `done` events. */
  function keep(queue: Queue, done: number, change: Partial<Queue>): void {
    const key = queue.owner.join(' ');
    const left = queue.events.slice(done);
    if (left.length === 0) queues.delete(key);
    else queues.set(key, { owner: queue.owner, events: left, failures: 0, quietUntil: now(), ...change });
  }

  async function writeDown(): Promise<void> {
    const waiting = [...queues.values()].flatMap((queue) => queue.events.slice(0, 1));
    const told = Math.min(read, ...waiting.map(({ number }) => number - 1));
    if (told <= writtenDown) return;
    if (await channels.advance(ownerNoticesRow, told, holder)) writtenDown = told;
    else lease.lost();
  }
}

function isOwn(owner: Owner, { entry }: ChangeEvent): boolean {
  return owner.some((account) => account === entry.by);
}
