import { hashOf, tagOf } from './fill.ts';
import type { BenchDatabase } from './server.ts';

/** Before the others: an address of 10 devices, to warm up with. */
const warmUp = 10;

/** An address for each number of devices, from id 2 on. */
export async function fillEach(database: BenchDatabase, sizes: readonly number[]): Promise<void> {
  const rows = [warmUp, ...sizes].map((size, place) => `(${place + 1}, ${size})`);
  await fillDevices(database, `values ${rows.join(', ')}`);
}

/** Two domains alike. */
export async function fillDomain(
  database: BenchDatabase,
  { addresses, devices }: { readonly addresses: number; readonly devices: number },
): Promise<void> {
  await fillDevices(database, `select n, ${devices} from generate_series(1, ${2 * addresses}) n`);
}

/** Delivered a day ago. The triggers stand aside: what they write, nothing here reads. */
async function fillDevices(database: BenchDatabase, numberAndSize: string): Promise<void> {
  await database.run(`
    alter table address disable trigger user; alter table device disable trigger user;
    alter table delivery disable trigger user;
    insert into address (address, changed_by, op)
    select 'person' || number || '@example.com', 'terminal:bench', 'fill-' || number
    from (${numberAndSize}) given (number, size) order by number;
    insert into device (address_id, label, kind, protocols, tag, password_hash, added_by, changed_by, op)
    select number, 'Device ' || d, 'phone', '{imap,smtp}', ${tagOf('d')}, ${hashOf('d::text')},
      'terminal:bench', 'terminal:bench', 'fill-' || number || '-' || d
    from (${numberAndSize}) given (number, size) cross join lateral generate_series(1, size) d order by number, d;
    insert into delivery (address_id, op, device_id, tag, added, issued_to, issued_at, delivered_at)
    select address_id, op, id, tag, true, added_by, now() - interval '1 day', now() - interval '1 day' from device;
    alter table address enable trigger user; alter table device enable trigger user;
    alter table delivery enable trigger user;
    create table device_bare (like device including all);
    insert into device_bare overriding system value select * from device;
    alter table device_bare add foreign key (address_id) references address (id)`);
  await database.run('vacuum analyze');
}
