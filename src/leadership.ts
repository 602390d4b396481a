import { randomUUID } from 'node:crypto';
import { createLoop } from './audit/loop.ts';
import type { Lead, Leases } from './core/leadership.ts';
import type { Log } from './core/ports.ts';

/** Taken over within this and one look, and so within 12 s, after its process died. */
const leaseSeconds = 10;
/** Milliseconds. Two of three renewals may fail. */
const renewAfter = 3000;
/** Milliseconds between two looks whether another process has let go. */
const askAgainAfter = 1000;

/** @param now in milliseconds, from a clock that is never set back */
export function createLead(leases: Leases, log: Log, now: () => number): Lead {
  return async (name, onChange) => {
    const holder = randomUUID();
    let renewedAt: number | undefined;
    let isOver = false;

    // Where the database is away, it stays as it is: nobody else can take it either.
    async function round(): Promise<void> {
      const since = now();
      if (renewedAt !== undefined && since - renewedAt < renewAfter) return;
      const has = await leases.claim(name, holder, leaseSeconds);
      const had = renewedAt !== undefined;
      renewedAt = has ? since : undefined;
      if (isOver || has === had) return;
      log.info({ name }, has ? 'this process leads' : 'another process leads');
      onChange(has);
    }

    const loop = createLoop({ name: `lease of ${name}`, every: askAgainAfter, log, round });
    await round();
    loop.start();
    return {
      async giveUp() {
        isOver = true;
        await loop.stop();
        await leases.release(name, holder).catch((error: unknown) => {
          log.warn({ err: error, name }, 'lease not given back: it ends by itself');
        });
      },
    };
  };
}
