import { beforeAll, expect, it } from 'vitest';
import { readChain } from '../../db/chain-reader.ts';
import { type ChainReport, createChainCheck } from '../../src/audit/verify.ts';
import type { ChainCheck } from '../../src/audit/verify.ts';
import { tamper, type Tampered, tamperNames } from '../audit/tampers.ts';
import { chainOf, liftRules, rowOf, writeEvents } from '../support/chain.ts';
import { testDatabase } from '../support/database.ts';
import { random } from '../support/random.ts';

/** In all, each kind as often. 10,000 of them: TAMPERS=10000. */
const count = Number(process.env['TAMPERS'] ?? 300);
/** One of so many is also written to a database, and read from there. */
const sample = count > 300 ? 50 : 15;

/** Named with the test, so that a run that failed can be repeated: TEST_SEED. */
const { seed, below } = random();

const database = testDatabase();
const channel = 'slack:C0AUDIT';

beforeAll(async () => {
  await liftRules(database.sql('owner'));
  await database.sql('owner')`insert into audit_channel (channel, posted_number) values (${channel}, 0)`;
});

it(
  `finds each of ${count} changes that somebody made to a chain (seed ${seed})`,
  async () => {
    const missed: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const name = tamperNames[index % tamperNames.length] ?? '';
      const tampered = tamper(name, chainOf(2 + below(300)), below);
      const reports = [inMemory(tampered), ...(index % sample === 0 ? [await inDatabase(tampered)] : [])];
      for (const { problems } of reports) {
        if (problems.length === 0) missed.push(`${index}: ${name}`);
      }
    }

    expect(missed).toEqual([]);
  },
  20 * 60_000,
);

it('finds nothing in chains that nobody touched', async () => {
  for (let index = 0; index < 20; index += 1) {
    const events = chainOf(1 + below(300));
    const { hash, number } = events[below(events.length)] ?? { hash: Buffer.alloc(0), number: 0 };
    const untouched = { events, posted: events.length, heads: [{ number, hash: hash.toString('hex') }] };

    expect(inMemory(untouched)).toMatchObject({ problems: [], headsFound: 1 });
    if (index < 3) expect(await inDatabase(untouched)).toMatchObject({ problems: [], headsFound: 1 });
  }
});

function inMemory({ events, posted, heads }: Tampered): ChainReport {
  const surroundings = { anchor: undefined, channels: [{ channel, postedNumber: posted }] };
  const check = createChainCheck({ heads, surroundings });
  for (const event of events) check.take(rowOf(event));
  return check.finish();
}

async function inDatabase({ events, posted, heads }: Tampered): Promise<ChainReport> {
  await writeEvents(database.sql('owner'), events);
  await database.sql('owner')`update audit_channel set posted_number = ${posted}`;
  let check: ChainCheck | undefined;
  await readChain(database.bot, (surroundings) => {
    check = createChainCheck({ heads, surroundings });
    return check.take;
  });
  if (!check) throw new Error('Nothing was read');
  return check.finish();
}
