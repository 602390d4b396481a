import { sql } from 'drizzle-orm';
import type { NeverReceived, Sweeper } from '../src/core/audit-ports.ts';
import type { Database } from './client.ts';
import { markTold } from './delivery-log.ts';
import { keyOf } from './key.ts';
import { repeatable } from './one-effect.ts';

const isCurrent = sql`exists (
  select from device
  where device.id = delivery.device_id and device.tag = delivery.tag and device.disconnected_at is null
)`;

/** Makes visible what the sign-in function refuses anyway: passwords without a delivery within two minutes. */
export function createSweeper(db: Database): Sweeper {
  return {
    sweep: () =>
      repeatable(async () => {
        // Skips what another process sweeps at this moment.
        const swept = await db.execute(sql`
          update delivery
          set withdrawn_at = now(), withdrawn_by = 'postern', told_at = case when ${isCurrent} then null else now() end
          where (op, device_id) in (
            select op, device_id from delivery
            where delivered_at is null and withdrawn_at is null and issued_at <= now() - interval '2 minutes'
            order by issued_at limit 1000 for update skip locked
          )
          returning true`);
        return swept.length;
      }),

    claimUntold: (leaseSeconds) =>
      repeatable(async () => [
        ...(await db.execute<{ [K in keyof NeverReceived]: NeverReceived[K] }>(sql`
          update delivery
          set attempts = attempts + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
          from device join address on address.id = device.address_id
          where device.id = delivery.device_id and device.tag = delivery.tag and device.disconnected_at is null
            and (delivery.op, delivery.device_id) in (
              select op, device_id from delivery
              where withdrawn_at is not null and told_at is null and attempts < 6
                and (lease_until is null or lease_until <= now())
              order by withdrawn_at limit 100 for update skip locked
            )
          returning delivery.op, device.id::text as device, address.id::text as "addressId", address.address,
            device.label, device.version, delivery.issued_to as "issuedTo", delivery.attempts`)),
      ]),

    told: (op, device) => markTold(db, op, device),

    tellFailed: (op, device, code) =>
      repeatable(async () => {
        await db.execute(sql`
          update delivery
          set last_error = ${code}, lease_until = now() + interval '10 seconds' * power(2, greatest(attempts, 1) - 1)
          where op = ${op} and device_id = ${keyOf(device)} and told_at is null`);
      }),
  };
}
