/** Milliseconds that Slack waits for an acknowledgement: then it tells the person that it failed. */
const slackWaits = 3000;
/** Milliseconds between two looks. */
const every = 500;
/** Milliseconds within which what had arrived meanwhile is read. */
const backlog = 500;

export interface StallWatch {
  /** Whether what arrives now may have waited for longer than Slack does, since this process did not run. */
  isStale(): boolean;
  stop(): void;
}

/**
 * A process that was stopped, or whose event loop was blocked, reads afterwards what was sent to it meanwhile. Slack has
 * told those people that it failed, and says nothing of when it was sent.
 *
 * @param now in milliseconds, from a clock that is never set back
 */
export function watchStalls(now: () => number = monotonic): StallWatch {
  let lookedAt = now();
  let staleUntil = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    const at = now();
    if (at - lookedAt >= slackWaits) staleUntil = at + backlog;
    lookedAt = at;
  }, every);
  timer.unref();

  return {
    // What arrived is read before the timer or after it.
    isStale: () => now() - lookedAt >= slackWaits || now() < staleUntil,
    stop: () => clearInterval(timer),
  };
}

function monotonic(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
