import { sql } from 'drizzle-orm';
import type { DeliveryLog, DeviceId } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { keyOf } from './key.ts';
import { oneEffect, repeatable } from './one-effect.ts';

export function createDeliveryLog(db: Database): DeliveryLog {
  return {
    // Again says the same: a try whose answer was lost may have been the one.
    async delivered(op, device) {
      const outcome = await oneEffect(
        async () => {
          const rows = await db.execute(sql`
            update delivery set delivered_at = coalesce(delivered_at, now())
            where op = ${op} and device_id = ${keyOf(device)} and withdrawn_at is null
              and (delivered_at is not null or issued_at > now() - interval '2 minutes')
              and exists (
                select from device
                where device.id = delivery.device_id and device.tag = delivery.tag and device.disconnected_at is null
              )
            returning true`);
          return { inTime: rows.length > 0 };
        },
        () => Promise.resolve({ kind: 'changed' as const }),
      );
      return outcome.kind === 'done' && outcome.value.inTime;
    },

    // The sweeper tells the actor in half a minute, unless whoever withdrew it said that they did.
    async withdraw(op, device) {
      await oneEffect(
        async () => {
          await db.execute(sql`
            with withdrawn as (
              update delivery
              set withdrawn_at = now(), withdrawn_by = issued_to, lease_until = now() + interval '30 seconds'
              where op = ${op} and device_id = ${keyOf(device)} and delivered_at is null and withdrawn_at is null
              returning op, device_id, tag, added, issued_to
            )
            update device
            set disconnected_at = now(), changed_by = withdrawn.issued_to, op = withdrawn.op || '/withdraw'
            from withdrawn
            where device.id = withdrawn.device_id and device.tag = withdrawn.tag
              and withdrawn.added and device.disconnected_at is null`);
          return true;
        },
        () => Promise.resolve({ kind: 'changed' as const }),
      );
    },

    told: (op, device) => markTold(db, op, device),
  };
}

/** The actor knows that the password is refused. */
export function markTold(db: Database, op: string, device: DeviceId): Promise<void> {
  return repeatable(async () => {
    await db.execute(sql`
      update delivery set told_at = now(), last_error = null
      where op = ${op} and device_id = ${keyOf(device)} and withdrawn_at is not null`);
  });
}
