import { hashOf, tagOf } from './fill.ts';
import type { BenchDatabase } from './server.ts';

/** Of each address that is listed. All others have one. */
const devicesOfListed = 20;
/** Spread over the table, as many in a small one as in a large one. */
export const listed = 50;
/** Addresses with the word `guest`, as many in a small table as in a large one: neither few nor many. */
const guests = 500;

const firstWords = ['anna', 'boris', 'chloe', 'david', 'emma', 'farid', 'greta'];
const secondWords = ['smith', 'jones', 'keller', 'moreau', 'rossi'];

/** Such as `boris.smith.1@example.com`, of the first one. */
export function addressOf(number: number, size: number): string {
  const first = firstWords[number % firstWords.length];
  const second = secondWords[Math.floor(number / firstWords.length) % secondWords.length];
  return `${first}.${second}.${number}${number % (size / guests) === 0 ? '-guest' : ''}@example.com`;
}

const addressInSql = (number: string, size: number) => `
  ('{${firstWords.join()}}'::text[])[1 + ${number} % ${firstWords.length}] || '.' ||
  ('{${secondWords.join()}}'::text[])[1 + ${number} / ${firstWords.length} % ${secondWords.length}] || '.' || ${number} ||
  case when ${number} % ${size / guests} = 0 then '-guest' else '' end || '@example.com'`;

/**
 * So many addresses, with their words, devices and deliveries. The triggers stand aside, and the checks: what is measured
 * reads neither, and they would take minutes.
 */
export async function fillAddresses(database: BenchDatabase, size: number): Promise<void> {
  await database.run(`
    do $$
    declare one record;
    begin
      for one in
        select conrelid::regclass as of_table, conname from pg_constraint
        where contype = 'c' and conrelid in ('address'::regclass, 'device'::regclass, 'delivery'::regclass)
      loop
        execute format('alter table %s drop constraint %I', one.of_table, one.conname);
      end loop;
    end $$;
    alter table address disable trigger user; alter table device disable trigger user;
    alter table delivery disable trigger user;
    insert into address (address, changed_by, op)
    select ${addressInSql('n', size)}, 'terminal:bench', 'fill-' || n from generate_series(1, ${size}) n;
    alter table address_word drop constraint address_word_once;
    insert into address_word (word, address)
    select word, a.address from address a cross join address_words(a.address) word;
    set maintenance_work_mem = '512MB';
    alter table address_word add constraint address_word_once primary key (word, address);
    insert into device (address_id, label, kind, protocols, tag, password_hash, added_by, changed_by, op)
    select a.id, 'Device ' || d, 'phone', '{imap,smtp}', ${tagOf('d - 1')}, ${hashOf('d::text')},
      'terminal:bench', 'terminal:bench', 'fill-' || a.id || '-' || d
    from address a
      cross join lateral generate_series(1, case when a.id % ${size / listed} = 0 then ${devicesOfListed} else 1 end) d
    order by a.id, d;
    insert into delivery (address_id, op, device_id, tag, added, issued_to, issued_at, delivered_at)
    select address_id, op, id, tag, true, added_by, now() - interval '1 day', now() - interval '1 day' from device
    order by op;
    alter table address enable trigger user; alter table device enable trigger user;
    alter table delivery enable trigger user`);
  await database.run('vacuum analyze');
}
