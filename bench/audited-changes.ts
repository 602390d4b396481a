import { auditedScript, bareScript, serialScript } from './audited-update.ts';
import { driveStore } from './drive-store.ts';
import { devicesOfAddress, fill } from './fill.ts';
import { findPgbench, runPgbench } from './pgbench.ts';
import type { Figure } from './report.ts';
import type { BenchDatabase, BenchServer } from './server.ts';
import { median } from './statistics.ts';

const addresses = 100;
const clientCounts = [1, 8, 32];
const rounds = 5;
const seconds = 3;
const filled = 'bench_changes';

/** Audited changes of passwords a second, beside pgbench with the bare UPDATE, on the same server. */
export async function measureChanges(server: BenchServer): Promise<readonly Figure[]> {
  const pgbench = await findPgbench();
  if (pgbench === undefined)
    console.log('No pgbench in PATH or /usr/lib/postgresql/*/bin: only the store is measured.');
  await prepare(server);
  const script = await withCopy(server, auditedScript);
  const figures: Figure[] = [];
  for (const clients of clientCounts) {
    const slice = Math.floor((addresses * devicesOfAddress) / clients);
    const load = { clients, seconds, variables: { n: -1, slice } };
    const bare: number[] = [];
    const serial: number[] = [];
    const audited: number[] = [];
    const store: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      if (pgbench !== undefined) {
        for (const [rates, ofBare] of [
          [bare, bareScript],
          [serial, serialScript],
        ] as const) {
          rates.push(
            await withCopy(server, ({ owner }) => runPgbench(pgbench, owner, { ...load, script: ofBare })),
          );
        }
        audited.push(await withCopy(server, ({ bot }) => runPgbench(pgbench, bot, { ...load, script })));
      }
      store.push(await withCopy(server, (database) => driveStore(database, { clients, slice, seconds })));
    }
    figures.push(...figuresOf(clients, { bare, serial, audited, store }));
  }
  return figures;
}

function figuresOf(
  clients: number,
  measured: {
    readonly bare: readonly number[];
    readonly serial: readonly number[];
    readonly audited: readonly number[];
    readonly store: readonly number[];
  },
): readonly Figure[] {
  const name = `audited changes, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
  const byStore = { name: `${name}: the store`, value: median(measured.store), unit: '/s' };
  if (measured.bare.length === 0) return [byStore];
  const floor = median(measured.bare);
  const against = (value: number) => ({ floor, target: '≥ 0.5 × bare', isMet: value >= 0.5 * floor });
  const value = median(measured.audited);
  const serial = median(measured.serial);
  return [
    { name: `${name}: pgbench`, value, unit: '/s', ...against(value) },
    { ...byStore, ...against(byStore.value) },
    { name: `${name}: bare, one commit at a time`, value: serial, unit: '/s', floor },
    { name: `${name}: pgbench, of those`, value, unit: '/s', floor: serial },
    { ...byStore, name: `${name}: the store, of those`, floor: serial },
  ];
}

/** One database, to be copied: each run begins with the same. */
async function prepare(server: BenchServer): Promise<void> {
  const database = await server.database(filled);
  await fill(database, addresses);
  await database.run(`
    create table device_bare (like device including all);
    insert into device_bare overriding system value select * from device;
    alter table device_bare add foreign key (address_id) references address (id)`);
  await database.run('vacuum analyze device_bare');
}

let copies = 0;

async function withCopy<T>(server: BenchServer, work: (copy: BenchDatabase) => Promise<T>): Promise<T> {
  copies += 1;
  const copy = await server.database(`${filled}_${copies}`, filled);
  try {
    return await work(copy);
  } finally {
    await copy.drop();
  }
}
