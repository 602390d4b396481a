import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { AddressId, DeviceStore } from '../src/core/ports.ts';
import type { Database } from './client.ts';
import { deviceRow, toDevice } from './device-row.ts';
import { keyOf } from './key.ts';
import { repeatable } from './one-effect.ts';
import { device } from './schema.ts';

/**
 * Names a set of devices by their ids and versions: a question carries it, and its answer brings it back.
 *
 * @param devices rows of `id` and `version`, called `one`
 */
export const digestOf = (devices: SQL) => sql<string>`(
  select left(encode(sha256(convert_to(
    coalesce(string_agg(one.id || ':' || one.version, ',' order by one.id), ''), 'UTF8'
  )), 'hex'), 12)
  from ${devices}
)`;

/** All that are disconnected by one click. */
export const connectedDevices = (address: AddressId) =>
  sql`device one where one.address_id = ${keyOf(address)} and one.disconnected_at is null and one.kind <> 'generic'`;

function withoutWildcards(words: string): string {
  return words.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** As the query does it with a label, so that `zoe` finds Zoë and `zoë` Zoe. */
function withoutAccents(words: string): string {
  return words.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '');
}

/** The generic password, then by label. */
const inListOrder = [sql`(${device.kind} <> 'generic')`, sql`lower(${device.label})`, device.id];

/** The part of the device store that changes nothing. The two that each command asks are prepared. */
export function createDeviceReads(
  db: Database,
): Pick<DeviceStore, 'list' | 'placeOf' | 'find' | 'connected'> {
  const listed = and(
    eq(device.addressId, sql.placeholder('address')),
    isNull(device.disconnectedAt),
    // The bare label comes last: of a list without a search it is never worked out.
    sql`(label ilike ${sql.placeholder('label')} or tag like ${sql.placeholder('tag')}
      or regexp_replace(normalize(label, NFKD), '[\\u0300-\\u036f]', '', 'g') ilike ${sql.placeholder('bare')})`,
  );
  const page = db
    .select({
      row: deviceRow,
      total: sql<number>`(count(*) over ())::int`,
      hasGeneric: sql<boolean>`bool_or(kind = 'generic') over ()`,
    })
    .from(device)
    .where(listed)
    .orderBy(...inListOrder)
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare('list_devices');
  const count = db
    .select({
      total: sql<number>`count(*)::int`,
      hasGeneric: sql<boolean>`coalesce(bool_or(kind = 'generic'), false)`,
    })
    .from(device)
    .where(listed)
    .prepare('count_devices');
  const one = db
    .select({ row: deviceRow })
    .from(device)
    .where(eq(device.id, sql.placeholder('id')))
    .prepare('find_device');
  const orderOf = sql.join(inListOrder, sql`, `);
  const before = db
    .select({ count: sql<number>`count(*)::int` })
    .from(device)
    .where(
      sql`${device.addressId} = (select d.address_id from device d where d.id = ${sql.placeholder('id')})
        and ${device.disconnectedAt} is null
        and (${orderOf}) < (select ${orderOf} from device where ${device.id} = ${sql.placeholder('id')})`,
    )
    .prepare('place_of_device');

  return {
    list(address, { match, page: number, pageSize }) {
      const literal = withoutWildcards(match.normalize('NFC'));
      const asked = {
        address: keyOf(address),
        label: `%${literal}%`,
        tag: `${literal.toLowerCase()}%`,
        bare: `%${withoutWildcards(withoutAccents(match))}%`,
      };
      return repeatable(async () => {
        const rows = await page.execute({ ...asked, limit: pageSize, offset: number * pageSize });
        // A page past the last one has no row to carry the counts.
        const [counted] = rows.length > 0 || number === 0 ? rows : await count.execute(asked);
        const { total, hasGeneric } = counted ?? { total: 0, hasGeneric: false };
        return { devices: rows.map(({ row }) => toDevice(row)), total, hasGeneric };
      });
    },

    placeOf(id) {
      return repeatable(async () => {
        const [found] = await before.execute({ id: keyOf(id) });
        return found?.count ?? 0;
      });
    },

    find(id) {
      return repeatable(async () => {
        const [found] = await one.execute({ id: keyOf(id) });
        return found && toDevice(found.row);
      });
    },

    connected(address) {
      return repeatable(async () => {
        const [found] = await db
          .select({
            count: sql<number>`count(*) filter (where kind <> 'generic')::int`,
            labels: sql<readonly string[]>`coalesce(
              to_json((array_agg(label order by lower(label), id) filter (where kind <> 'generic'))[1:3]), '[]'
            )`,
            hasGeneric: sql<boolean>`coalesce(bool_or(kind = 'generic'), false)`,
            digest: digestOf(connectedDevices(address)),
          })
          .from(device)
          .where(and(eq(device.addressId, keyOf(address)), isNull(device.disconnectedAt)));
        if (!found) throw new Error('An aggregate gave no row');
        return found;
      });
    },
  };
}
