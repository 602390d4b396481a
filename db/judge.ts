import { sql } from 'drizzle-orm';
import { readEmailAddress } from '../src/core/email-address.ts';
import type { SessionIdentity } from '../src/core/sessions.ts';
import type { Database } from './client.ts';
import { repeatable } from './one-effect.ts';

/** Longer than the mail server lists in one answer. */
const atMost = 10_000;

interface Asked {
  readonly identity: SessionIdentity;
  readonly address: string;
  readonly suffix: string;
}

/**
 * Tells the sessions of passwords that are accepted from those of passwords that were revoked.
 *
 * What the database doesn't know is in neither: master users, web mail, and whatever else a mail server lists.
 */
export async function judge(
  db: Database,
  identities: readonly SessionIdentity[],
): Promise<ReadonlyMap<SessionIdentity, 'valid' | 'revoked'>> {
  const asked = [...new Set(identities)].flatMap(read).slice(0, atMost);
  if (asked.length === 0) return new Map();
  return repeatable(async () => {
    const rows = await db.execute<{ identity: SessionIdentity; verdict: 'valid' | 'revoked' }>(sql`
      with asked as materialized (
        select one.identity, one.suffix, address.id as address_id, address.removed_at is null as is_there
        from json_to_recordset(${JSON.stringify(asked)}::json) as one(identity text, address text, suffix text)
        join address on address.address = one.address
      )
      select asked.identity, case when asked.is_there and known.is_accepted then 'valid' else 'revoked' end as verdict
      from asked cross join lateral (
        select bool_or(is_accepted) as is_accepted
        from (
          select is_accepted from device_password
          where device_password.address_id = asked.address_id and tag = asked.suffix
          union all
          select false from delivery where delivery.address_id = asked.address_id and tag = asked.suffix
          union all
          select is_accepted from device_password
          where asked.suffix = 'generic' and device_password.address_id = asked.address_id and tag is null
          union all
          -- A generic password that was deleted from the database leaves nothing else.
          select false from sign_out
          where asked.suffix = 'generic' and sign_out.address_id = asked.address_id
            and sign_out.identity = asked.identity
        ) each
        having count(*) > 0
      ) known`);
    return new Map(rows.map(({ identity, verdict }) => [identity, verdict]));
  });
}

/** Takes `address/tag` and `address/generic` apart. Nothing else gets near the database. */
function read(identity: SessionIdentity): readonly Asked[] {
  const [name = '', suffix = '', ...more] = identity.split('/');
  if (more.length > 0 || !/^([a-hjkmnp-z2-9]{4}|generic)$/.test(suffix)) return [];
  // In its one spelling, as the mail server had it from us.
  return readEmailAddress(name) === name ? [{ identity, address: name, suffix }] : [];
}
