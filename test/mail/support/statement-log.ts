import { connect } from '../../../db/client.ts';
import type { TestDatabase } from '../../support/database.ts';
import type { TestLogin } from '../../support/database-server.ts';

export interface StatementLog {
  /** Every statement of that login in this database, as PostgreSQL wrote it into its log. */
  read(): Promise<readonly string[]>;
}

/** Has PostgreSQL log all statements (`log_statement = all`) of one login, in the database of the test. */
export async function logStatements(database: TestDatabase, login: TestLogin): Promise<StatementLog> {
  const { owner } = database;
  // Only a superuser may. The embedded server lets us in as one; elsewhere the login of the tests has to be it.
  const administrator = typeof owner === 'string' ? owner : { ...owner, username: 'postgres' };
  const name = typeof owner === 'string' ? new URL(owner).pathname.slice(1) : owner.database;
  await asAdministrator(`alter role ${login} in database ${name} set log_statement = 'all'`);
  const begin = await size();

  async function asAdministrator(statement: string): Promise<readonly Record<string, unknown>[]> {
    const client = connect(administrator, { max: 1 });
    try {
      return [...(await client.unsafe(statement))];
    } finally {
      await client.end();
    }
  }

  async function size(): Promise<number> {
    const [row] = await asAdministrator(`select size from pg_stat_file(pg_current_logfile()) as stat`);
    return Number(row?.['size']);
  }

  async function entries(): Promise<readonly string[]> {
    const [row] = await asAdministrator(
      `select encode(pg_read_binary_file(pg_current_logfile(), ${begin}, 1000000000), 'base64') as log`,
    );
    const log = Buffer.from(String(row?.['log']), 'base64').toString('latin1');
    // A line break inside of an entry is followed by a tab.
    return log.split(/\n(?!\t)/).map((entry) => entry.replaceAll('\n\t', '\n'));
  }

  return {
    read: async () =>
      (await entries()).flatMap((entry) => /LOG: {2}statement: (.*)$/s.exec(entry)?.[1] ?? []),
  };
}
