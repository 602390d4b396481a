import { sql } from 'drizzle-orm';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

/** What waits to be done outside of the database, for whoever watches over it. */
export interface Backlog {
  readonly channels: readonly ChannelBacklog[];
  readonly signOuts: {
    /** Not done, and tried again by itself. */
    readonly due: number;
    /** Given up: a person has to look. */
    readonly needingAttention: number;
  };
}

export interface ChannelBacklog {
  /** Such as `slack:C0AUDIT`; or `owner-notices`, which follows the log in the same way. */
  readonly channel: string;
  /** Events that it wasn't told of yet. */
  readonly events: number;
  /** Seconds since the oldest of them. 0 where there is none. */
  readonly age: number;
  /** The platform's word for what is wrong, since the last message that was taken. */
  readonly lastError: string | null;
}

/** @param followers rows of `audit_channel`: those of channels that were replaced stay, and are nobody's any more */
export function readBacklog(db: Database, followers: readonly string[]): Promise<Backlog> {
  return repeatable(async () => {
    const channels = await db.execute<{ [K in keyof ChannelBacklog]: ChannelBacklog[K] }>(sql`
      select
        channel,
        greatest((select coalesce(max(number), 0) from audit_event) - posted_number, 0)::int as events,
        coalesce((
          select extract(epoch from now() - at)::float from audit_event
          where number > posted_number order by number limit 1
        ), 0) as age,
        last_error as "lastError"
      from audit_channel
      where channel in (select jsonb_array_elements_text(${JSON.stringify(followers)}::text::jsonb))
      order by channel`);
    const [signOuts] = await db.execute<{ due: number; needingAttention: number }>(sql`
      select
        count(*) filter (where given_up_at is null)::int as due,
        count(*) filter (where given_up_at is not null)::int as "needingAttention"
      from sign_out where done_at is null`);
    if (!signOuts) throw new Error('An aggregate gave no row');
    return { channels: [...channels], signOuts };
  });
}
