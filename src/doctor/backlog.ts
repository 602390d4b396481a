import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';
import { type Check, counted, type Finding, ok, warning, wrong } from './check.ts';

/** In seconds: what waits longer is not just on its way. */
const longestWait = 300;
const longestSignOut = 60;

/** What waits to be done: posts to the audit channels, and sessions to end. */
export function backlogChecks(db: Database, channels: readonly string[]): readonly Check[] {
  return [
    ...channels.map((channel) => ({ name: `audit of ${channel}`, run: () => lookAtChannel(db, channel) })),
    { name: 'sign-outs', run: () => lookAtSignOuts(db) },
  ];
}

async function lookAtChannel(db: Database, channel: string): Promise<readonly Finding[]> {
  const name = `audit of ${channel}`;
  const [found] = await db.execute<{ behind: number; seconds: number | null; problem: string | null }>(sql`
    select
      ((select coalesce(max(number), 0) from audit_event) - c.posted_number)::int as behind,
      (select extract(epoch from now() - e.at)::float8 from audit_event e
        where e.number > c.posted_number order by e.number limit 1) as seconds,
      c.last_error as problem
    from audit_channel c where c.channel = ${channel}`);
  if (!found) return [ok(name, 'Nothing was posted yet: it begins with the next start of Postern.')];
  const waiting = `${counted(found.behind, 'event')} ${found.behind === 1 ? 'waits' : 'wait'}`;
  if (found.problem !== null) {
    return [
      wrong(
        name,
        `Posting fails (${found.problem}); ${waiting}, and none is lost. Invite Postern to the channel, or set another.`,
      ),
    ];
  }
  if (found.behind > 0 && (found.seconds ?? 0) > longestWait) {
    return [
      warning(
        name,
        `${waiting} for ${counted(Math.floor((found.seconds ?? 0) / 60), 'minute')}. Start Postern, or look at its log.`,
      ),
    ];
  }
  return [ok(name, found.behind === 0 ? 'All is posted.' : `${waiting} to be posted.`)];
}

async function lookAtSignOuts(db: Database): Promise<readonly Finding[]> {
  const name = 'sign-outs';
  const [found] = await db.execute<{ due: number; attention: number }>(sql`
    select
      count(*) filter (where given_up_at is null and due_at < now() - make_interval(secs => ${longestSignOut}))::int as due,
      count(*) filter (where given_up_at is not null)::int as attention
    from sign_out where done_at is null`);
  if (!found) return [];
  if (found.attention > 0) {
    return [
      wrong(
        name,
        `${counted(found.attention, 'sign-out')} could not be done: sessions with revoked passwords may be open. The list of the device’s address shows the command to type on the mail server.`,
      ),
    ];
  }
  if (found.due > 0) {
    return [
      warning(
        name,
        `${counted(found.due, 'sign-out')} ${found.due === 1 ? 'is' : 'are'} overdue. Start Postern, or look at the mail server.`,
      ),
    ];
  }
  return [ok(name, 'None is overdue.')];
}
