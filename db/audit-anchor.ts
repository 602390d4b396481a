import { connect, type DatabaseTarget } from './client.ts';
import { codeOf, explain } from './failures.ts';

export interface Pruning {
  readonly before: Date;
  /** An `ActorId`. */
  readonly askedBy: string;
  readonly reason: string;
  /** Nobody reads along: there is no audit channel. */
  readonly withoutChannel: boolean;
  /** Channels that nobody posts to any more. */
  readonly retiredChannels: readonly string[];
}

export type PruneOutcome =
  | { readonly kind: 'pruned'; readonly count: number; readonly upTo: number; readonly hash: string }
  | { readonly kind: 'nothing-older' | 'no-channel' }
  | { readonly kind: 'channels-behind'; readonly channels: string };

/**
 * Removes old events. An anchor takes their place, and an event says who did it.
 *
 * One statement: all of it happens, or nothing. On a connection of its own, since it may take minutes.
 */
export async function pruneAudit(owner: DatabaseTarget, pruning: Pruning): Promise<PruneOutcome> {
  const { before, askedBy, reason, withoutChannel, retiredChannels } = pruning;
  const sql = connect(owner, { max: 1, connection: { application_name: 'postern audit' } });
  try {
    const [pruned] = await sql<{ removed: string; upTo: string | null; hash: string }[]>`
      select removed, up_to as "upTo", up_to_hash as hash from prune_audit(
        ${before.toISOString()}::timestamptz, ${askedBy}, ${reason}, ${withoutChannel},
        array(select jsonb_array_elements_text(${JSON.stringify(retiredChannels)}::text::jsonb))
      )`;
    if (!pruned || pruned.upTo === null) return { kind: 'nothing-older' };
    return { kind: 'pruned', count: Number(pruned.removed), upTo: Number(pruned.upTo), hash: pruned.hash };
  } catch (error) {
    const found = codeOf(error);
    if (found?.code === 'PS007') return { kind: 'channels-behind', channels: found.detail ?? '' };
    if (found?.code === 'PS008') return { kind: 'no-channel' };
    throw explain(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** How many events are older, as it is now. */
export async function countOlder(owner: DatabaseTarget, before: Date): Promise<number> {
  const sql = connect(owner, { max: 1 });
  try {
    const [counted] = await sql<{ count: string }[]>`
      select count(*) as count from audit_event
      where number < coalesce(
        (select min(k.number) from audit_event k where k.at >= ${before.toISOString()}::timestamptz), 9223372036854775807
      )`;
    return Number(counted?.count);
  } catch (error) {
    throw explain(error);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
