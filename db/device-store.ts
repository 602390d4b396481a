import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import type { AddressId, DeviceFields, DeviceStore } from '../src/core/ports.ts';
import { protocols as everyProtocol } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { createPasswordChanges } from './changes-together.ts';
import { connectedDevices, createDeviceReads, digestOf } from './device-reads.ts';
import { deviceRow, toDevice, toIssued, toOwnDevice } from './device-row.ts';
import type { DeviceRow } from './device-row.ts';
import { keyOf } from './key.ts';
import { oneEffect } from './one-effect.ts';
import { device } from './schema.ts';
import { settleChange, settlePassword } from './settle.ts';

/**
 * The devices in PostgreSQL. Each change is one statement; its event, its delivery and its sign-out job come from
 * the trigger, within that statement.
 */
export function createDeviceStore(db: Database): DeviceStore {
  const reads = createDeviceReads(db);
  const changePassword = createPasswordChanges(db);
  return {
    ...reads,

    add(address, { tag, hash, ...fields }, { by, op }) {
      const { label, kind, protocols } = inOrder(fields);
      return oneEffect(
        async () => {
          const [added] = await db.execute<{ row: DeviceRow }>(sql`
            insert into device (address_id, label, kind, protocols, tag, password_hash, changed_by, op)
            values (${keyOf(address)}, ${label}, ${kind}, ${`{${protocols.join()}}`}, ${tag}, ${hash}, ${by}, ${op})
            returning ${deviceRow} as row`);
          return added && toOwnDevice(added.row);
        },
        (doubt) => settlePassword(db, op, tag, doubt),
      );
    },

    changePassword(id, version, { tag, hash }, { by, op }) {
      return oneEffect(
        async () => {
          const changed = await changePassword({ id, version, tag, hash, by, op });
          return changed && toIssued(changed);
        },
        (doubt) => settlePassword(db, op, tag, doubt),
      );
    },

    edit(id, version, fields, { by, op }) {
      return oneEffect(
        async () => {
          const [changed] = await db
            .update(device)
            .set({ ...inOrder(fields), changedBy: by, op })
            .where(and(current(id, version), ne(device.kind, 'generic')))
            .returning({ row: deviceRow });
          return changed && toOwnDevice(changed.row);
        },
        (doubt) =>
          settleChange(db, op, ofDevice(id), doubt, async () => {
            const found = await reads.find(id);
            return found?.kind === 'generic' ? undefined : found;
          }),
      );
    },

    disconnect(id, version, { by, op }) {
      return oneEffect(
        async () => {
          const [gone] = await db
            .update(device)
            .set({ disconnectedAt: sql`now()`, changedBy: by, op })
            .where(current(id, version))
            .returning({ row: deviceRow });
          return gone && toDevice(gone.row);
        },
        (doubt) => settleChange(db, op, ofDevice(id), doubt, () => reads.find(id)),
      );
    },

    disconnectAll(address, digest, { by, op }) {
      return oneEffect(
        async () => {
          // Locked before they are compared: one that is just being changed is waited for, and then differs.
          const gone = await db.execute(sql`
            with locked as (
              select one.id, one.version from ${connectedDevices(address)} order by one.id for no key update
            )
            update device set disconnected_at = now(), changed_by = ${by}, op = ${op}
            from locked
            where device.id = locked.id and ${digestOf(sql`locked one`)} = ${digest}
            returning device.id`);
          return gone.length > 0 ? { count: gone.length } : undefined;
        },
        (doubt) => settleChange(db, op, ofAddress(address), doubt, ({ count }) => ({ count })),
      );
    },
  };
}

/** The row that the person saw, if it is still so. */
function current(id: Parameters<DeviceStore['find']>[0], version: number) {
  return and(eq(device.id, keyOf(id)), eq(device.version, version), isNull(device.disconnectedAt));
}

/** In one order, so that an event shows only what differs. */
function inOrder({ label, kind, protocols }: DeviceFields) {
  return { label, kind, protocols: everyProtocol.filter((protocol) => protocols.includes(protocol)) };
}

const ofDevice = (id: Parameters<DeviceStore['find']>[0]) =>
  sql`(select device.address_id from device where device.id = ${keyOf(id)})`;
const ofAddress = (id: AddressId) => sql`${keyOf(id)}`;
