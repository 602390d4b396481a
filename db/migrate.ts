import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { MigrationMeta } from 'drizzle-orm/migrator';
import { connect } from './client.ts';
import type { DatabaseTarget } from './client.ts';
import { codeOf } from './failures.ts';

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/** Every migration of this release, oldest first. */
export function migrations(): readonly MigrationMeta[] {
  return readMigrationFiles({ migrationsFolder });
}

/**
 * Brings the tables to what this release needs. Two processes may do so at once.
 *
 * Each migration is one message to the server, and so one transaction that no lost connection can tear apart: the
 * driver's own transactions can go on over another connection.
 *
 * @param owner who owns the database, and may create roles
 * @returns the names of those that this call applied
 */
export async function migrate(owner: DatabaseTarget): Promise<readonly string[]> {
  const client = connect(owner, { max: 1 });
  const alone = (statements: string) =>
    client.unsafe(`select pg_advisory_xact_lock(1, 2);\n${statements}`).simple();
  try {
    await alone(
      `create table if not exists migration (number bigint primary key, hash text not null, applied_at timestamptz not null default now())`,
    );
    const names: string[] = [];
    for (;;) {
      const applied = new Set((await client`select number::text from migration`).map(({ number }) => number));
      const next = migrations().find(({ folderMillis }) => !applied.has(String(folderMillis)));
      if (!next) return names;
      const isOurs = await alone(
        `insert into migration (number, hash) values (${next.folderMillis}, '${next.hash}');\n${next.sql.join('\n')}`,
      ).then(() => true, ignoreIfAppliedMeanwhile);
      if (isOurs) names.push(nameOf(next));
    }
  } finally {
    await client.end({ timeout: 5 });
  }
}

function ignoreIfAppliedMeanwhile(error: unknown): false {
  if (codeOf(error)?.constraint !== 'migration_pkey') throw error;
  return false;
}

/** As its file is called, such as `0004_sign_in`. */
function nameOf({ folderMillis }: MigrationMeta): string {
  // drizzle-kit writes it, and a release carries it.
  const { entries } = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8')) as {
    readonly entries: readonly { readonly when: number; readonly tag: string }[];
  };
  return entries.find(({ when }) => when === folderMillis)?.tag ?? String(folderMillis);
}
