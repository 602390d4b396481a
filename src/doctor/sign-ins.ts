import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { type Check, counted, type Finding, ok, warning, wrong } from './check.ts';
import type { Lookup } from './imap.ts';

const name = 'sign-ins';

/** In milliseconds: what is asked once the sign-in is over. */
const queryLimit = 5000;

/**
 * Whether Dovecot may ask, and whether it does: what can be seen of it from the bot’s login.
 *
 * @param lookup was a sign-in, after which Dovecot is connected to the database that it asked. Undefined: there is none
 */
export function signInCheck(db: Database, lookup: Lookup | undefined): Check {
  return {
    name,
    ...(lookup ? { limit: lookup.limit + queryLimit } : {}),
    async run() {
      const answer = await lookup?.answered();
      const [found] = await db.execute<Seen>(sql`
        select
          has_function_privilege('postern_sign_in', 'sign_in(text,text,text)', 'execute') as "mayAsk",
          has_function_privilege('postern_signed_in', 'signed_in(text,text,text)', 'execute') as "mayTell",
          (select count(*)::int from pg_stat_activity
            where datname = current_database() and usename in ('postern_sign_in', 'postern_signed_in')) as asking,
          (select extract(epoch from now() - max(used_at))::float8 from device_use) as "lastUse"`);
      return found ? [judged(found, answer?.kind)] : [];
    },
  };
}

interface Seen extends Record<string, unknown> {
  readonly mayAsk: boolean;
  readonly mayTell: boolean;
  readonly asking: number;
  /** In seconds. */
  readonly lastUse: number | null;
}

function judged({ mayAsk, mayTell, asking, lastUse }: Seen, answer: string | undefined): Finding {
  if (!mayAsk) {
    return wrong(
      name,
      'postern_sign_in may not run sign_in(): every sign-in fails. As the owner of the database: GRANT EXECUTE ON FUNCTION sign_in TO postern_sign_in',
    );
  }
  if (!mayTell) {
    return wrong(
      name,
      'postern_signed_in may not run signed_in(): no last use is kept, and a sign-in during a disconnect gets in. As the owner of the database: GRANT EXECUTE ON FUNCTION signed_in TO postern_signed_in',
    );
  }
  const used =
    lastUse === null
      ? 'No sign-in was kept yet.'
      : `The last sign-in was kept ${counted(Math.floor(lastUse / 60), 'minute')} ago.`;
  if (asking > 0) return ok(name, `The mail server has ${counted(asking, 'connection')}. ${used}`);
  const nobody = `Nobody is signed in to the database as postern_sign_in. ${used}`;
  switch (answer) {
    case undefined:
      return warning(
        name,
        `${nobody} Dovecot connects with its first sign-in. Set IMAP_SERVER, and one is tried; or try doveadm auth test -x service=imap ADDRESS on the mail server, and look at docs/mail-server.md.`,
      );
    case 'refused':
      return warning(
        name,
        `${nobody} So what refused the password at IMAP_SERVER asked another database, or another passdb. If it is to ask a replica, that is as it should be; if not, look at doveconf -n on the mail server, and at docs/mail-server.md.`,
      );
    default:
      return warning(name, `${nobody} The line of IMAP_SERVER says what to do first.`);
  }
}
