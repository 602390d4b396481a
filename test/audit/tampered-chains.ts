import { readChain } from '../../db/chain-reader.ts';
import { type ChainCheck, type ChainReport, createChainCheck } from '../../src/audit/verify.ts';
import { liftRules, rowOf, writeEvents } from '../support/chain.ts';
import type { TestDatabase } from '../support/own-database.ts';
import type { Tampered } from './tampers.ts';

const channel = 'slack:C0AUDIT';

/** From then on whoever owns the database may write whatever they like. */
export async function openChain(database: TestDatabase): Promise<void> {
  const owner = database.sql('owner');
  await liftRules(owner);
}

export function verifiedInMemory({ events, posted, heads }: Tampered): ChainReport {
  const surroundings = { anchor: undefined, channels: [{ channel, postedNumber: posted, head: undefined }] };
  const check = createChainCheck({ heads, surroundings });
  for (const event of events) check.take(rowOf(event));
  return check.finish();
}

/** Written in place of what is there, and read as `postern audit verify` reads. */
export async function verifiedInDatabase(
  database: TestDatabase,
  { events, posted, heads }: Tampered,
): Promise<ChainReport> {
  await writeEvents(database.sql('owner'), events);
  // Anew, so that the head that is kept is of this chain: what is tried is what is found without it.
  await database.sql('owner')`delete from audit_channel`;
  await database.sql(
    'owner',
  )`insert into audit_channel (channel, posted_number) values (${channel}, ${posted})`;
  return verified(database, heads);
}

export async function verified(database: TestDatabase, heads: Tampered['heads']): Promise<ChainReport> {
  let check: ChainCheck | undefined;
  await readChain(database.bot, (surroundings) => {
    check = createChainCheck({ heads, surroundings });
    return check.take;
  });
  if (!check) throw new Error('Nothing was read');
  return check.finish();
}
