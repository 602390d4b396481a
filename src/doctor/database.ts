import { sql } from 'drizzle-orm';
import { checkLogin, checkMigrations, DatabaseSetupError } from '../../db/check.ts';
import type { Database } from '../../db/client.ts';
import { codeOf } from '../../db/failures.ts';
import { type Check, type Finding, ok, warning, wrong } from './check.ts';

/** In seconds. Slack's signatures are taken for 5 minutes; ages that people read are off by as much. */
const noticeable = 2;
const unbearable = 60;

/** Roles that the mail server and auditors sign in as. */
const roles = ['postern_sign_in', 'postern_signed_in', 'postern_auditor'] as const;

export function reachCheck(db: Database): Check {
  return { name: 'database', run: () => reach(db) };
}

export function databaseChecks(db: Database, now: () => number): readonly Check[] {
  return [
    told('database login', () => checkLogin(db), 'Signs in as postern_bot, which owns nothing.'),
    told('migrations', () => checkMigrations(db), 'All are applied.'),
    { name: 'roles', run: () => lookAtRoles(db) },
    { name: 'clock', run: () => compareClocks(db, now) },
  ];
}

async function reach(db: Database): Promise<readonly Finding[]> {
  const name = 'database';
  try {
    const [server] = await db.execute<{ version: string }>(
      sql`select split_part(current_setting('server_version'), ' ', 1) as version`,
    );
    return [ok(name, `PostgreSQL ${server?.version ?? ''} answers.`)];
  } catch (error) {
    const code = codeOf(error)?.code ?? 'unknown';
    const isLogin = ['28P01', '28000', '3D000'].includes(code);
    return [
      wrong(
        name,
        isLogin
          ? `PostgreSQL refuses the login (${code}). Put DATABASE_URL right: its password, its database, and pg_hba.conf.`
          : `Can’t be reached (${code}). Start PostgreSQL, or put DATABASE_URL right.`,
      ),
    ];
  }
}

/** What a start would refuse is wrong. */
function told(name: string, check: () => Promise<void>, good: string): Check {
  return {
    name,
    async run() {
      try {
        await check();
        return [ok(name, good)];
      } catch (error) {
        if (error instanceof DatabaseSetupError) return [wrong(name, error.message)];
        throw error;
      }
    },
  };
}

async function lookAtRoles(db: Database): Promise<readonly Finding[]> {
  const found = await db.execute<{ name: string; signsIn: boolean }>(sql`
    select rolname::text as name, rolcanlogin as "signsIn" from pg_roles where rolname like 'postern\_%'`);
  const lacking = roles.filter((role) => !found.some(({ name, signsIn }) => name === role && signsIn));
  if (lacking.length === 0) return [ok('roles', `${roles.join(', ')} can sign in.`)];
  return [
    wrong(
      'roles',
      `${lacking.join(', ')} can’t sign in: the mail server needs them. Run the migrations (postern migrate), or ALTER ROLE … LOGIN.`,
    ),
  ];
}

async function compareClocks(db: Database, now: () => number): Promise<readonly Finding[]> {
  const before = now();
  const [clock] = await db.execute<{ seconds: number }>(
    sql`select extract(epoch from clock_timestamp())::float8 as seconds`,
  );
  const after = now();
  if (!clock) return [];
  const off = clock.seconds - (before + after) / 2000;
  // Half of the way there and back can't be told from a difference.
  const certain = Math.max(0, Math.abs(off) - (after - before) / 2000);
  const sentence = `The database’s clock is ${Math.abs(off).toFixed(1)} s ${off > 0 ? 'ahead of' : 'behind'} this machine’s.`;
  if (certain < noticeable) return [ok('clock', 'The same as the database’s.')];
  const advice = 'Let NTP set both.';
  return [(certain < unbearable ? warning : wrong)('clock', `${sentence} ${advice}`)];
}
