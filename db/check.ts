import { sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { codeOf } from './failures.ts';
import { migrations } from './migrate.ts';

/** The database, or the login to it, isn't as it must be. The message says what to do. */
export class DatabaseSetupError extends Error {
  override readonly name = 'DatabaseSetupError';
}

/**
 * Refuses to start on a database that lacks migrations.
 *
 * @throws {DatabaseSetupError}
 */
export async function checkMigrations(db: Database): Promise<void> {
  const applied = await appliedMigrations(db);
  const missing = migrations().filter(({ folderMillis }) => !applied.has(String(folderMillis))).length;
  if (missing === 0) return;
  throw new DatabaseSetupError(
    `The database lacks ${missing} of ${migrations().length} migrations. Set DATABASE_OWNER_URL to the login that owns it: then they are applied at the start.`,
  );
}

async function appliedMigrations(db: Database): Promise<ReadonlySet<string>> {
  try {
    const rows = await db.execute<{ number: string }>(sql`select number::text from migration`);
    return new Set(rows.map(({ number }) => number));
  } catch (error) {
    // No such table, or no right to read it yet: both mean that the migrations were never applied.
    if (['42P01', '42501'].includes(codeOf(error)?.code ?? '')) return new Set();
    throw error;
  }
}

/**
 * Refuses a login that could get around what the database promises.
 *
 * @throws {DatabaseSetupError}
 */
export async function checkLogin(db: Database): Promise<void> {
  const [login] = await db.execute<{ name: string; mighty: boolean; owns: boolean }>(sql`
    select
      session_user::text as name,
      rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as mighty,
      exists (
        select from pg_class
        where relnamespace = 'public'::regnamespace and pg_has_role(session_user, relowner, 'member')
      ) as owns
    from pg_roles where rolname = session_user`);
  const problem = login && problemOf(login);
  if (problem) {
    throw new DatabaseSetupError(
      `DATABASE_URL must sign in as postern_bot, and ${problem}. With such a login, changes could be made that the audit log doesn't show.`,
    );
  }
}

function problemOf(login: {
  readonly name: string;
  readonly mighty: boolean;
  readonly owns: boolean;
}): string | undefined {
  if (login.mighty) {
    return `${login.name} is a superuser, or may create roles or databases, or replicate, or pass row security`;
  }
  if (login.owns) return `${login.name} owns a table, or is a member of a role that does`;
  if (login.name !== 'postern_bot')
    return `not as ${login.name}: the database would take its changes for made by hand`;
  return undefined;
}
