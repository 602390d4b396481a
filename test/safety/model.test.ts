import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { commands, freshState, type Real } from './model/commands.ts';
import { connectedOf, type Model } from './model/store-model.ts';
import { startWorld, type World } from './model/world.ts';

/** More of them: MODEL_RUNS=1000. */
const runs = Number(process.env['MODEL_RUNS'] ?? 25);

const database = testDatabase();
const addresses = new Map<string, string>();
let world: World;

beforeAll(() => {
  world = startWorld(database, (address) => addresses.get(address) ?? '');
});
afterAll(() => world.close());

it(
  `two administrators, on two processes, find the store as a simple model of it, in ${runs} runs`,
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([...commands], { maxCommands: 25 }), (given) =>
        fc.asyncModelRun(async () => ({ model: freshState(), real: await freshAddress() }), given),
      ),
      { numRuns: runs },
    );

    expect(world.defects()).toBe('');
  },
  60_000 + runs * 2000,
);

async function freshAddress(): Promise<Real> {
  const name = `model${addresses.size}@example.com`;
  const { address } = await addAddress(database.db, name);
  addresses.set(name, address.id);
  return { world, address: name, compare: (model) => compare(name, model) };
}

async function compare(address: string, model: Model): Promise<void> {
  const owner = database.sql('owner');
  const rows = await owner`
    select device.id::text, label, kind, to_json(protocols) as protocols, device.version, tag, disconnected_at is null as connected,
      coalesce((select password like '{BLF-CRYPT}%' from sign_in(${address}, 'imap', tag)), false) as "isLive"
    from device where address_id = ${addresses.get(address) ?? ''}`;
  const held = rows.map(({ id, connected, ...device }) => [
    String(id),
    { ...device, isConnected: connected },
  ]);
  expect(Object.fromEntries(held)).toEqual(
    Object.fromEntries(
      Object.entries(model.devices).map(([id, device]) => [
        id,
        { ...device, isLive: device.isConnected && device.protocols.includes('imap') },
      ]),
    ),
  );
  // Every other tag that there ever was is refused, and every change has its event.
  const [sums] = await owner`
    select
      (select count(*)::int from audit_event e where e.address_id = a.id and e.kind like 'device.%') as events,
      (select count(*)::int from delivery join device on device.id = device_id
        where device.address_id = a.id and delivered_at is null) as undelivered,
      exists (
        select from delivery cross join lateral sign_in(${address}, 'imap', delivery.tag) as answer
        where delivery.address_id = a.id and answer.password like '{BLF-CRYPT}%'
          and not exists (select from device where device.address_id = a.id and device.tag = delivery.tag)
      ) as revived
    from address a where a.address = ${address}`;
  expect({ ...sums, of: connectedOf(model) }).toEqual({
    events: model.done.length,
    undelivered: 0,
    revived: false,
    of: connectedOf(model),
  });
}
