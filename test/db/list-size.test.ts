import { drizzle } from 'drizzle-orm/postgres-js';
import { expect, it } from 'vitest';
import { createDeviceStore } from '../../db/device-store.ts';
import { connect } from '../../db/client.ts';
import type { AddressId } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();

/** Fills the tables without the triggers: they are of no interest here, and cost minutes. */
async function fill(addresses: number): Promise<void> {
  await database.sql('owner').unsafe(`
    alter table device disable trigger user; alter table address disable trigger user;
    insert into address (address, changed_by, op)
      select 'mailbox' || n || '.of.${addresses}@example.com', 'terminal:root', 'fill' from generate_series(1, ${addresses}) n;
    insert into device (address_id, label, kind, protocols, tag, password_hash, added_by, changed_by, op)
      select id, 'Device ' || n, 'phone', '{imap}', 'aa' || translate(lpad(n::text, 2, '0'), '01', 'bc'), '${fresh().hash}',
        'terminal:root', 'terminal:root', 'fill'
      from address cross join generate_series(2, 9) n where address.op = 'fill' and address like '%.of.${addresses}@%';
    insert into delivery (address_id, op, device_id, tag, added, issued_to, delivered_at)
      select address_id, 'fill', id, tag, true, 'terminal:root', now() from device where op = 'fill'
      on conflict do nothing;
    insert into device_use select id, now(), '192.0.2.1', 'imap' from device where op = 'fill' on conflict do nothing;
    alter table device enable trigger user; alter table address enable trigger user`);
  await database.sql('owner')`vacuum analyze`;
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Node[];
}

/**
 * The plans of one page of a list, as PostgreSQL settles on them for a prepared statement: whatever the values are. Pages
 * that were looked at, and tables that were read from end to end; the latter only where that costs more as they grow.
 */
async function workOf(
  id: AddressId,
): Promise<{ readonly pages: number; readonly readWhole: readonly string[] }> {
  const asked: { readonly text: string; readonly values: readonly unknown[] }[] = [];
  const client = connect(database.bot, { max: 1 });
  const db = drizzle(client, { logger: { logQuery: (text, values) => void asked.push({ text, values }) } });
  await createDeviceStore(db).list(id, { match: 'dev', page: 0, pageSize: 12 });

  const raw = connect(database.bot, { max: 1 });
  await raw`set plan_cache_mode = force_generic_plan`;
  let pages = 0;
  const readWhole: string[] = [];
  for (const { text, values } of asked) {
    await raw.unsafe(`prepare asked as ${text}`);
    const literals = values.map((value) => `'${String(value)}'`).join();
    const [explained] = await raw.unsafe<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }[]>(
      `explain (analyze, buffers, format json) execute asked(${literals})`,
    );
    await raw`deallocate asked`;
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    if (!plan) throw new Error('There is no plan');
    pages += plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    readWhole.push(...tablesReadWhole(plan));
  }
  await Promise.all([client.end(), raw.end()]);
  return { pages, readWhole };
}

function tablesReadWhole({ 'Node Type': type, 'Relation Name': table, Plans = [] }: Node): readonly string[] {
  return [...(type === 'Seq Scan' && table ? [table] : []), ...Plans.flatMap(tablesReadWhole)];
}

it('costs as much to list an address among 100,000 devices as among 1,000', async () => {
  const { id } = await someAddress(database.db);
  const store = createDeviceStore(database.db);
  for (let count = 0; count < 20; count += 1) {
    const fields = { label: `Device ${count}`, kind: 'phone', protocols: ['imap'] } as const;
    done(await store.add(id, { ...fields, ...fresh() }, change()));
  }
  await fill(125);
  const small = await workOf(id);
  await fill(12_500);
  const large = await workOf(id);

  expect(large.readWhole).toEqual([]);
  // An index grows by a level now and then.
  expect(large.pages).toBeLessThanOrEqual(small.pages * 1.5);
}, 120_000);
