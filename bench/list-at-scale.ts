import { createAddressStore } from '../db/address-store.ts';
import { openDatabase } from '../db/client.ts';
import { createDeviceStore } from '../db/device-store.ts';
import type { AddressId } from '../src/core/ports.ts';
import { addressOf, fillAddresses, listed } from './fill-addresses.ts';
import type { Figure } from './report.ts';
import type { BenchDatabase, BenchServer } from './server.ts';
import { median, percentile } from './statistics.ts';

const sizes = [1000, 10_000, 100_000, 1_000_000] as const;
const rounds = 9;
const timesOfRound = 100;
/** As Slack asks for a page of a list. */
const pageSize = 12;
/** As many as are read at once while somebody types. */
const limit = 100;

type Act = () => Promise<unknown>;

interface Table {
  readonly acts: Readonly<Record<string, Act>>;
  close(): Promise<void>;
}

/** Lists, searches and suggestions, in tables of 1,000 to 1,000,000 addresses with a device each and some with 20. */
export async function measureLists(server: BenchServer): Promise<readonly Figure[]> {
  const databases: BenchDatabase[] = [];
  for (const size of sizes) {
    const database = await server.database(`bench_list_${size}`);
    databases.push(database);
    await fillAddresses(database, size);
  }
  const tables = databases.map((database, place) => tableOf(database, sizes[place] ?? 0));
  const names = Object.keys(tables[0]?.acts ?? {});
  const times = new Map<string, readonly number[]>();
  const keyOf = (name: string, place: number) => `${name} ${place}`;
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      for (const [place, { acts }] of tables.entries()) {
        const act = acts[name];
        if (!act) throw new Error(`No act ${name}`);
        const taken = await timed(act);
        const key = keyOf(name, place);
        // The first round warms up.
        if (round >= 0) times.set(key, [...(times.get(key) ?? []), taken]);
      }
    }
  }
  for (const { close } of tables) await close();
  for (const database of databases) await database.drop();

  const middle = (name: string, place: number) => median(times.get(keyOf(name, place)) ?? []);
  return names.flatMap((name) =>
    sizes.slice(1).map((size, place): Figure => {
      const value = middle(name, place + 1);
      const floor = middle(name, 0);
      return {
        name: `${name}, ${size.toLocaleString('en')} addresses: p50; floor: 1,000`,
        value,
        unit: 'ms',
        floor,
        target: '≤ 1.2 ×',
        isMet: value <= 1.2 * floor,
      };
    }),
  );
}

function tableOf({ bot }: BenchDatabase, size: number): Table {
  const open = openDatabase(bot);
  const { list } = createDeviceStore(open.db);
  const { search } = createAddressStore(open.db);
  /** The fill numbers them from 1. */
  const anyOf = (count: number) => Math.ceil(Math.random() * count);
  const anyListed = () => String((anyOf(listed) * size) / listed) as AddressId;
  const suggest = (word: string) => search(word, { after: undefined, limit });
  return {
    acts: {
      'list of 20 devices': () => list(anyListed(), { match: '', page: 0, pageSize }),
      'list by a word of 11': () => list(anyListed(), { match: 'device 1', page: 0, pageSize }),
      'suggestions by a whole address': () => suggest(addressOf(anyOf(size), size)),
      'suggestions by the beginning of many': () => suggest('emma.'),
      'suggestions by the word of one': () =>
        suggest(addressOf(anyOf(size), size).replace(/^[a-z]+\.[a-z]+\./, '')),
      'suggestions by the word of 500': () => suggest('guest'),
      'suggestions by the word of many': () => suggest('smith'),
      'suggestions by the domain of all': () => suggest('example.com'),
      'suggestions by one letter': () => suggest('e'),
    },
    close: () => open.close(),
  };
}

/** @returns the median, in milliseconds */
async function timed(act: Act): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < timesOfRound; turn += 1) {
    const began = performance.now();
    await act();
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}
