import { sql } from 'drizzle-orm';
import type { Leases } from '../src/core/leadership.ts';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

export function createLeases(db: Database): Leases {
  return {
    // Whoever waits asks every second: where it is taken, nothing is locked and nothing is written.
    claim: (name, holder, leaseSeconds) =>
      repeatable(async () => {
        const claimed = await db.execute(sql`
          insert into lease (name, holder, until)
          select ${name}, ${holder}, now() + make_interval(secs => ${leaseSeconds})
          where not exists (select from lease where name = ${name} and holder <> ${holder} and until > now())
          on conflict (name) do update set holder = excluded.holder, until = excluded.until
          where lease.holder = excluded.holder or lease.until <= now()
          returning true`);
        return claimed.length > 0;
      }),

    release: (name, holder) =>
      repeatable(async () => {
        await db.execute(sql`update lease set until = now() where name = ${name} and holder = ${holder}`);
      }),
  };
}
