import type postgres from 'postgres';
import type { EmailAddress } from '../src/core/email-address.ts';
import type { ChainRow } from '../src/core/chain.ts';
import type { AddressId } from '../src/core/ports.ts';
import { chainColumns, toChainRow } from './chain-row.ts';
import { connect, type DatabaseTarget } from './client.ts';
import { copied, createRowCutter } from './copy-rows.ts';
import { keyOf } from './key.ts';

/** Which events go out. */
export interface Selection {
  readonly since: Date | undefined;
  readonly address: AddressId | undefined;
}

export interface Counted {
  readonly count: number;
  /** The number of the last of them; 0 where there is none. */
  readonly upTo: number;
}

export interface ChainExport {
  /** Of an address that was removed, too. */
  findAddress(name: EmailAddress): Promise<AddressId | undefined>;
  count(selection: Selection): Promise<Counted>;
  /** In the order of their numbers, a few at a time, as fast as they are taken. Asked last, and once. */
  read(selection: Selection, upTo: number): AsyncGenerator<readonly ChainRow[]>;
  close(): Promise<void>;
}

/** Reads parts of the audit log, on a connection of its own: a statement of the pool is given up after 2.5 s. */
export function openChainExport(target: DatabaseTarget): ChainExport {
  const sql = connect(target, { max: 1, connection: { application_name: 'postern audit' } });
  return {
    findAddress: async (name) => {
      const [found] = await sql<{ id: string }[]>`select id from address where address = ${name}`;
      // A key of the table.
      return found && (found.id as AddressId);
    },

    count: async (selection) => {
      const [counted] = await sql.unsafe<{ count: string; last: string }[]>(
        `select count(*) as count, coalesce(max(number), 0) as last from audit_event where ${condition(selection)}`,
      );
      return { count: Number(counted?.count), upTo: Number(counted?.last) };
    },

    read: (selection, upTo) => readRows(sql, `${condition(selection)} and number <= ${Math.trunc(upTo)}`),

    close: () => sql.end({ timeout: 0 }),
  };
}

async function* readRows(sql: postgres.Sql, where: string): AsyncGenerator<readonly ChainRow[]> {
  let rows: ChainRow[] = [];
  const cut = createRowCutter((fields) => rows.push(toChainRow(fields)));
  for await (const chunk of await copied(sql, `${chainColumns} where ${where} order by number`)) {
    // The driver pushes what the socket gave it.
    cut(chunk as Buffer);
    yield rows;
    rows = [];
  }
}

/** COPY takes no parameters: only a time that was parsed and a key of digits get into it. */
function condition({ since, address }: Selection): string {
  return [
    'true',
    ...(since ? [`at >= '${since.toISOString()}'`] : []),
    ...(address === undefined ? [] : [`address_id = ${keyOf(address)}`]),
  ].join(' and ');
}
