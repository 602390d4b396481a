import { readChain } from '../db/chain-reader.ts';
import { type ChainCheck, createChainCheck } from '../src/audit/verify.ts';
import { fillChain } from './fill-chain.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { median } from './statistics.ts';

const events = 400_000;
const rounds = 5;

/** How fast `postern audit verify` reads and hashes the log, the server has it in memory by then. */
export async function measureVerify(server: BenchServer): Promise<readonly Figure[]> {
  const database = await server.database('verify');
  await database.run(fillChain(events));
  await database.run('vacuum analyze audit_event');
  const speeds: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    speeds.push(await speedOf(verified));
    floors.push(await speedOf(onlyRead));
  }
  await database.drop();
  const speed = median(speeds);
  return [
    {
      name: 'audit verify',
      value: speed,
      unit: 'events/s',
      // Read from the server, and not looked at.
      floor: median(floors),
      target: '≥ 150,000',
      isMet: speed >= 150_000,
    },
  ];

  async function verified(): Promise<void> {
    let check: ChainCheck | undefined;
    await readChain(database.bot, (surroundings) => {
      check = createChainCheck({ heads: [], surroundings });
      return check.take;
    });
    const report = check?.finish();
    if (report?.count !== events || report.problems.length > 0) throw new Error('The chain is not right');
  }

  async function onlyRead(): Promise<void> {
    await readChain(database.bot, () => () => {});
  }
}

async function speedOf(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return events / ((performance.now() - began) / 1000);
}
