import type { BenchDatabase } from './server.ts';

/** Of each address. */
export const devicesOfAddress = 20;

/** 16 of the 31 characters of a tag, so that a tag can be computed: 65,536 for each address. */
export const tagOf = (number: string): string =>
  `translate(lpad(to_hex(${number}), 4, '0'), '0123456789abcdef', 'abcdefghjkmnpqrs')`;

/** In the form of a bcrypt hash: nothing here verifies it. */
export const hashOf = (text: string): string => `'{BLF-CRYPT}$2b$05$' || rpad(md5(${text}), 53, 'x')`;

/**
 * Addresses with 20 devices each, whose passwords were delivered a day ago; half of them were used.
 *
 * The triggers stand aside: a million audited changes would take minutes, and what is measured doesn't read them.
 */
export async function fill(database: BenchDatabase, addresses: number): Promise<void> {
  const tables = ['address', 'device', 'delivery'];
  const each = (what: string) => tables.map((table) => `alter table ${table} ${what} trigger user;`).join('');
  await database.run(`
    ${each('disable')}
    insert into address (address, changed_by, op)
    select 'person' || n || '@example.com', 'terminal:bench', 'fill-' || n from generate_series(1, ${addresses}) n;
    insert into device (address_id, label, kind, protocols, tag, password_hash, added_by, changed_by, op)
    select a.id, 'Device ' || d, 'phone', '{imap,smtp}', ${tagOf('d - 1')}, ${hashOf('d::text')},
      'terminal:bench', 'terminal:bench', 'fill-' || a.id || '-' || d
    from address a cross join generate_series(1, ${devicesOfAddress}) d order by a.id, d;
    insert into delivery (address_id, op, device_id, tag, added, issued_to, issued_at, delivered_at)
    select address_id, op, id, tag, true, added_by, now() - interval '1 day', now() - interval '1 day' from device;
    insert into device_use (device_id, used_at, network_address, protocol)
    select id, now() - interval '1 hour', '192.0.2.1', 'imap' from device where id % 2 = 0;
    ${each('enable')}`);
  for (const table of [...tables, 'device_use']) await database.run(`vacuum analyze ${table}`);
}
