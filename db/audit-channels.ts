import { sql } from 'drizzle-orm';
import type { AuditChannels } from '../src/core/audit-ports.ts';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

/** One process at a time posts to a channel, so that the order holds. */
export function createAuditChannels(db: Database): AuditChannels {
  return {
    claim: (channel, holder, leaseSeconds) =>
      repeatable(async () => {
        const [claimed] = await db.execute<{ postedNumber: string; attempts: number }>(sql`
          insert into audit_channel (channel, posted_number, lease_holder, lease_until)
          values (
            ${channel}, coalesce((select max(number) from audit_event), 0), ${holder},
            now() + make_interval(secs => ${leaseSeconds})
          )
          on conflict (channel) do update
          set lease_holder = excluded.lease_holder, lease_until = excluded.lease_until
          where audit_channel.lease_holder = excluded.lease_holder
            or audit_channel.lease_until is null or audit_channel.lease_until <= now()
          returning posted_number as "postedNumber", attempts`);
        return claimed && { postedNumber: Number(claimed.postedNumber), attempts: claimed.attempts };
      }),

    advance: (channel, number, holder) =>
      repeatable(async () => {
        const advanced = await db.execute(sql`
          update audit_channel
          set posted_number = greatest(posted_number, ${number}::bigint), attempts = 0, last_error = null, last_error_at = null
          where channel = ${channel} and lease_holder = ${holder} and lease_until > now()
          returning true`);
        return advanced.length > 0;
      }),

    fail: (channel, holder, code) =>
      repeatable(async () => {
        await db.execute(sql`
          update audit_channel set attempts = attempts + 1, last_error = ${code}, last_error_at = now()
          where channel = ${channel} and lease_holder = ${holder}`);
      }),

    release: (channel, holder) =>
      repeatable(async () => {
        await db.execute(sql`
          update audit_channel set lease_holder = null, lease_until = null
          where channel = ${channel} and lease_holder = ${holder}`);
      }),
  };
}
