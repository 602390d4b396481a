import { openDatabase } from '../db/client.ts';
import { createDeviceStore } from '../db/device-store.ts';
import type { AddressId } from '../src/core/ports.ts';
import { devicesOfAddress, fill } from './fill.ts';
import type { Figure } from './report.ts';
import type { BenchDatabase, BenchServer } from './server.ts';
import { median, percentile } from './statistics.ts';

const sizes = [1000, 1_000_000] as const;
const rounds = 15;
const listsOfRound = 300;
/** As Slack asks. */
const firstPage = { match: '', page: 0, pageSize: 12 } as const;

interface Contestant {
  readonly list: (address: number) => Promise<unknown>;
  readonly addresses: number;
  close(): Promise<void>;
}

/** The first page of an address, in a table of 1,000 devices and in one of 1,000,000. */
export async function measureLists(server: BenchServer): Promise<readonly Figure[]> {
  const databases: BenchDatabase[] = [];
  for (const size of sizes) {
    const database = await server.database(`bench_list_${size}`);
    databases.push(database);
    await fill(database, size / devicesOfAddress);
  }
  const contestants = databases.map((database, place) => contestant(database, sizes[place] ?? 0));
  const one = contestants.map(() => [] as number[]);
  const many = contestants.map(() => [] as number[]);
  for (let round = -1; round < rounds; round += 1) {
    for (const [place, { list, addresses }] of contestants.entries()) {
      const same = await timed(list, () => Math.ceil(addresses / 2));
      const other = await timed(list, () => Math.ceil(Math.random() * addresses));
      // The first round warms up.
      if (round >= 0) {
        one[place]?.push(same);
        many[place]?.push(other);
      }
    }
  }
  for (const { close } of contestants) await close();
  for (const database of databases) await database.drop();

  const [small = 0, large = 0] = one.map(median);
  const [smallAny = 0, largeAny = 0] = many.map(median);
  return [
    {
      name: 'list of one address, 1,000,000 devices: p50',
      value: large,
      unit: 'ms',
      floor: small,
      target: '≤ 1.2 × the time at 1,000',
      isMet: large <= 1.2 * small,
    },
    {
      name: 'list of any address, 1,000,000 devices: p50',
      value: largeAny,
      unit: 'ms',
      floor: smallAny,
    },
  ];
}

function contestant({ bot }: BenchDatabase, size: number): Contestant {
  const open = openDatabase(bot);
  const store = createDeviceStore(open.db);
  return {
    // The fill numbers them from 1.
    list: (address) => store.list(String(address) as AddressId, firstPage),
    addresses: size / devicesOfAddress,
    close: () => open.close(),
  };
}

async function timed(list: Contestant['list'], next: () => number): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < listsOfRound; turn += 1) {
    const began = performance.now();
    await list(next());
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}
