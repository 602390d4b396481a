import { connect, openDatabase } from '../db/client.ts';
import { createDeviceStore } from '../db/device-store.ts';
import { UserError } from '../src/core/errors.ts';
import type { AddressId, DeviceStore } from '../src/core/ports.ts';
import { fillDomain, fillEach } from './disconnect-data.ts';
import { changeOf } from './drive-store.ts';
import type { Figure } from './report.ts';
import type { BenchDatabase, BenchServer } from './server.ts';
import { median } from './statistics.ts';

const rounds = 5;
/** Devices of an address: each size has an address of its own, by its place. */
const sizes = [10, 100, 1000, 10_000] as const;
const domain = { addresses: 1000, devices: 100 } as const;
const ofDomain = domain.addresses * domain.devices;
const atOnce = 8;

/** On a copy of the table with its checks and indexes, and without triggers. */
const bareUpdate = `update device_bare set disconnected_at = now(), version = version + 1, changed_by = $1, op = $2
  where disconnected_at is null and kind <> 'generic' and`;

/** Milliseconds of each round. */
interface Taken {
  readonly bare: readonly number[];
  readonly audited: readonly number[];
}

/** Disconnecting all devices of an address, and of every address of a domain, beside one bare UPDATE of as many rows. */
export async function measureDisconnectAll(server: BenchServer): Promise<readonly Figure[]> {
  const addresses = await inCopies(server, (database) => fillEach(database, sizes), takeAddresses);
  const domains = await inCopies(server, (database) => fillDomain(database, domain), takeDomain);
  const [oneByOne, several] = domains;
  if (!oneByOne || !several) throw new Error('The domain was not measured');
  const everyAddress = `every address of a domain, ${ofDomain.toLocaleString('en')} devices`;
  return [
    ...sizes.flatMap((size, place) =>
      figures(`disconnect all ${size.toLocaleString('en')} devices of an address`, size, addresses[place]),
    ),
    ...figures(`${everyAddress}, one after the other`, ofDomain, oneByOne),
    ...figures(`${everyAddress}, ${atOnce} at once`, ofDomain, several),
  ];
}

function figures(name: string, devices: number, taken: Taken | undefined): readonly Figure[] {
  if (!taken) return [];
  const value = median(taken.audited);
  const floor = median(taken.bare);
  if (!Number.isFinite(value)) {
    console.error(`${name}: given up, since the store lets no statement take longer than 2.5 s`);
    return [];
  }
  return [
    { name: `${name}; floor: one bare UPDATE`, value, unit: 'ms', floor },
    {
      name: '  for each device',
      value: (value * 1000) / devices,
      unit: 'µs',
      floor: (floor * 1000) / devices,
    },
  ];
}

/** Each round begins with the same database. @returns what each of the things that are measured took */
async function inCopies(
  server: BenchServer,
  fill: (database: BenchDatabase) => Promise<void>,
  take: (copy: BenchDatabase) => Promise<readonly (readonly [bare: number, audited: number])[]>,
): Promise<readonly Taken[]> {
  const filled = await server.database('bench_disconnect');
  await fill(filled);
  const found: { readonly bare: number[]; readonly audited: number[] }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const copy = await server.database('bench_disconnect_copy', 'bench_disconnect');
    for (const [place, [bare, audited]] of (await take(copy)).entries()) {
      const one = (found[place] ??= { bare: [], audited: [] });
      one.bare.push(bare);
      one.audited.push(audited);
    }
    await copy.drop();
  }
  await filled.drop();
  return found;
}

/** The fill numbers addresses from 1, and begins with one that only warms up. */
async function takeAddresses({ owner, bot }: BenchDatabase): Promise<readonly (readonly [number, number])[]> {
  const bare = connect(owner, { max: 1 });
  const open = openDatabase(bot);
  const store = createDeviceStore(open.db);
  const taken: (readonly [number, number])[] = [];
  for (let id = 1; id <= sizes.length + 1; id += 1) {
    const { by, op } = changeOf(id);
    const took = await timed(() =>
      bare.unsafe(`${bareUpdate} address_id = $3`, [by, op, id], { prepare: true }),
    );
    // Of the form of an id.
    const address = String(id) as AddressId;
    const { digest } = await store.connected(address);
    const audited = timed(() => disconnect(store, address, digest, id));
    taken.push([took, await audited.catch(givenUp)]);
  }
  await Promise.all([bare.end(), open.close()]);
  return taken.slice(1);
}

/** One domain is disconnected address by address, another by several at once. */
async function takeDomain({ owner, bot }: BenchDatabase): Promise<readonly (readonly [number, number])[]> {
  const bare = connect(owner, { max: 1 });
  const open = openDatabase(bot, { max: atOnce });
  const store = createDeviceStore(open.db);
  const { by, op } = changeOf(0);
  const took = await timed(() =>
    bare.unsafe(`${bareUpdate} address_id between 1 and $3`, [by, op, domain.addresses]),
  );
  const oneByOne = await timed(() => disconnectDomain(store, 1, 1));
  const several = await timed(() => disconnectDomain(store, domain.addresses + 1, atOnce));
  await Promise.all([bare.end(), open.close()]);
  return [
    [took, oneByOne],
    [took, several],
  ];
}

/** With the question of each address, which an answer has to fit. */
async function disconnectDomain(store: DeviceStore, first: number, lanes: number): Promise<void> {
  let next = first;
  const lane = async (): Promise<void> => {
    while (next < first + domain.addresses) {
      const id = next;
      next += 1;
      // Of the form of an id.
      const address = String(id) as AddressId;
      const { digest } = await store.connected(address);
      await disconnect(store, address, digest, id);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function disconnect(
  { disconnectAll }: DeviceStore,
  address: AddressId,
  digest: string,
  number: number,
): Promise<void> {
  const { kind } = await disconnectAll(address, digest, changeOf(number));
  if (kind !== 'done') throw new Error(`Not disconnected: ${kind}`);
}

function givenUp(error: unknown): number {
  if (error instanceof UserError && error.code === 'try-again') return Number.POSITIVE_INFINITY;
  throw error;
}

/** @returns milliseconds */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
