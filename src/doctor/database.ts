import { sql } from 'drizzle-orm';
import { checkLogin, checkMigrations, DatabaseSetupError } from '../../db/check.ts';
import type { Database } from '../../db/client.ts';
import { codeOf } from '../../db/failures.ts';
import { type Check, counted, type Finding, ok, warning, wrong } from './check.ts';

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

/** Whether Dovecot can ask, and whether it does: what can be seen of it from the bot’s login. */
export function signInCheck(db: Database): Check {
  const name = 'sign-ins';
  return {
    name,
    async run() {
      const [found] = await db.execute<{
        mayAsk: boolean;
        mayTell: boolean;
        asking: number;
        lastUse: number | null;
      }>(sql`
        select
          has_function_privilege('postern_sign_in', 'sign_in(text,text,text)', 'execute') as "mayAsk",
          has_function_privilege('postern_signed_in', 'signed_in(text,text,text)', 'execute') as "mayTell",
          (select count(*)::int from pg_stat_activity
            where datname = current_database() and usename in ('postern_sign_in', 'postern_signed_in')) as asking,
          (select extract(epoch from now() - max(used_at))::float8 from device_use) as "lastUse"`);
      if (!found) return [];
      if (!found.mayAsk || !found.mayTell) {
        return [
          wrong(
            name,
            'postern_sign_in and postern_signed_in may not run their functions: every sign-in fails. Run the migrations (postern migrate).',
          ),
        ];
      }
      const used =
        found.lastUse === null
          ? 'No sign-in was kept yet.'
          : `The last sign-in was kept ${counted(Math.floor(found.lastUse / 60), 'minute')} ago.`;
      if (found.asking > 0)
        return [ok(name, `The mail server has ${counted(found.asking, 'connection')}. ${used}`)];
      return [
        warning(
          name,
          `Nobody is signed in to the database as postern_sign_in. ${used} Dovecot connects with its first sign-in: try doveadm auth test -x service=imap ADDRESS on the mail server, and look at docs/mail-server.md.`,
        ),
      ];
    },
  };
}
