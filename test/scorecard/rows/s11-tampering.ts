import { fillChain } from '../../../bench/fill-chain.ts';
import { openChain, verified, verifiedInDatabase, verifiedInMemory } from '../../audit/tampered-chains.ts';
import { tamper, tamperNames } from '../../audit/tampers.ts';
import { chainOf } from '../../support/chain.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import type { Row } from '../row.ts';

/** One chain of so many is also written to a database, and read from there. */
const inDatabase = 50;
/** One chain of so many is left as it was: nothing may be found in it. */
const untouched = 20;
const longest = 300;

const fastEnough = 150_000;
const full = 10_000;
/** Events that are verified in a row, for each change that is tried, up to what the benchmark verifies. */
const events = (n: number): number => Math.min(400_000, Math.max(60_000, n * 200));

export const tampering: Row = {
  id: 'S11',
  measure: 'Changes to the audit log that its verification finds, and how fast it reads',
  target: 'all; ≥ 150,000 events/s',
  short: 300,
  full,

  async run({ n, random: { below }, databases, note }) {
    const database = await databases.fresh();
    await openChain(database);
    const missed: string[] = [];
    const seen: string[] = [];
    for (let index = 0; index < n; index += 1) {
      if (index % 1000 === 0) note(`${index} of ${n}`);
      const name = tamperNames[index % tamperNames.length] ?? '';
      const tampered = tamper(name, chainOf(2 + below(longest)), below);
      const reports = [verifiedInMemory(tampered)];
      if (index % inDatabase === 0) reports.push(await verifiedInDatabase(database, tampered));
      if (reports.some(({ problems }) => problems.length === 0)) missed.push(`${index}: ${name}`);
      if (index % untouched !== 0) continue;
      const chain = chainOf(1 + below(longest));
      const { problems } = verifiedInMemory({ events: chain, posted: chain.length, heads: [] });
      if (problems.length > 0) seen.push(`${index}: ${problems.length} problems`);
    }

    const { perSecond, perCpuSecond, count } = await speedOf(await databases.fresh(), events(n));
    // A busy machine lends the process less than a second of its processor in a second.
    // A few thousand events say nothing about it: judged in the full form alone.
    const isFast = n < full || Math.max(perSecond, perCpuSecond) >= fastEnough;
    return {
      n,
      result: `${n - missed.length} of ${n}; ${rounded(perSecond)} events/s`,
      holds: missed.length === 0 && seen.length === 0 && isFast,
      details: [
        `${tamperNames.length} kinds of change; one of ${inDatabase} also in a database`,
        `${count} events verified: ${rounded(perSecond)} a second, ${rounded(perCpuSecond)} a second of the processor`,
        ...missed.map((one) => `missed: ${one}`),
        ...seen.map((one) => `found where nothing was changed: ${one}`),
      ],
    };
  },
};

async function speedOf(database: TestDatabase, count: number) {
  const owner = database.sql('owner');
  await owner.unsafe(fillChain(count)).simple();
  await owner.unsafe('vacuum analyze audit_event');
  // Once beforehand: then the server has it in memory.
  await verified(database, []);
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const report = await verified(database, []);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  if (report.problems.length > 0 || report.count !== count) throw new Error('The chain is not right');
  return { count, perSecond: count / seconds, perCpuSecond: (count * 1e6) / (user + system) };
}

function rounded(figure: number): string {
  return (Math.round(figure / 1000) * 1000).toLocaleString('en');
}
