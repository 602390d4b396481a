import type { AuditChannels, ClaimedChannel } from '../core/audit-ports.ts';

/** Longer than two renewals and a message that is not answered; taken over within 35 s after its process died. */
const leaseSeconds = 25;
const renewAfter = 8000;
/** Between two looks whether another process has let go, in milliseconds. */
const askAgainAfter = 3000;

export interface Held extends ClaimedChannel {
  /** It was just taken: another process may have posted, so what was remembered no longer holds. */
  readonly isNew: boolean;
}

export interface Lease {
  /** Undefined where another process has it. Asks the database only when that is due. */
  hold(): Promise<Held | undefined>;
  /** The database said that it is no longer ours. */
  lost(): void;
  release(): Promise<void>;
}

/** The right of one process to work for a follower of the audit log. */
export function createLease(
  channels: AuditChannels,
  channel: string,
  holder: string,
  now: () => number,
): Lease {
  let held: (ClaimedChannel & { readonly since: number }) | undefined;
  let refusedAt: number | undefined;

  return {
    async hold() {
      // Taken before the question, so that ours never seems to last longer than the database's.
      const since = now();
      if (held && since - held.since < renewAfter) return { ...held, isNew: false };
      if (refusedAt !== undefined && since - refusedAt < askAgainAfter) return undefined;
      const lapsed = !held || since - held.since >= leaseSeconds * 1000;
      const claimed = await channels.claim(channel, holder, leaseSeconds);
      refusedAt = claimed ? undefined : since;
      held = claimed && { ...claimed, since };
      return held && { ...held, isNew: lapsed };
    },
    lost() {
      held = undefined;
    },
    async release() {
      if (!held) return;
      held = undefined;
      await channels.release(channel, holder);
    },
  };
}
