import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAuditLog } from '../../db/audit-log.ts';
import { type OpenDatabase, openDatabase } from '../../db/client.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Change, DeviceStore, OwnDevice } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, phone, someAddress } from '../support/mailboxes.ts';
import { type Roughness, type RoughNetwork, roughNetwork } from '../support/rough-network.ts';

/** More of them: ROUGH_RUNS=2000. */
const runs = Number(process.env['ROUGH_RUNS'] ?? 36);

const database = testDatabase();
interface Lane {
  readonly network: RoughNetwork;
  readonly behind: OpenDatabase;
}

/** Mostly they wait, between two tries of what was cut. */
const lanes: Lane[] = [];
beforeAll(async () => {
  for (let lane = 0; lane < 6; lane += 1) {
    const network = await roughNetwork(database.bot);
    lanes.push({ network, behind: openDatabase(network.target, { max: 2, changesPerMinute: 1e6 }) });
  }
});
afterAll(async () => {
  // Not waited for: with a broken connection it takes its 3 s.
  for (const { behind } of lanes) void behind.close();
  await Promise.all(lanes.map(({ network }) => network.close()));
});

function anyLane(): Lane {
  const [lane] = lanes;
  if (!lane) throw new Error('There is no network');
  return lane;
}

const steps = ['add', 'changePassword', 'edit', 'disconnect', 'disconnectAll'] as const;
type Step = (typeof steps)[number];

/** Wherever in a statement and its answer: the longest takes about 1,500 bytes, and its answer 600. */
const cuts: fc.Arbitrary<Roughness> = fc.record({
  after: fc.oneof(
    fc.record({ to: fc.constant('server' as const), bytes: fc.integer({ min: 1, max: 1600 }) }),
    fc.record({ to: fc.constant('client' as const), bytes: fc.integer({ min: 1, max: 700 }) }),
  ),
  times: fc.integer({ min: 1, max: 4 }),
  ends: fc.constantFrom('close', 'reset'),
});

async function act(devices: DeviceStore, step: Step, device: OwnDevice, by: Change) {
  switch (step) {
    case 'add':
      return devices.add(device.addressId, { ...phone, label: 'Added', ...fresh() }, by);
    case 'changePassword':
      return devices.changePassword(device.id, 1, fresh(), by);
    case 'edit':
      return devices.edit(device.id, 1, { ...phone, label: 'Edited' }, by);
    case 'disconnect':
      return devices.disconnect(device.id, 1, by);
    case 'disconnectAll': {
      const { digest } = await createDeviceStore(database.db).connected(device.addressId);
      return devices.disconnectAll(device.addressId, digest, by);
    }
  }
}

/** What the caller is told. */
async function outcomeOf(work: Promise<{ readonly kind: string }>): Promise<string> {
  try {
    return (await work).kind;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message.includes('Nothing was changed') ? 'nothing was changed' : 'not known';
  }
}

it(
  `a change whose connection is cut anywhere has one effect or none, and says which, in ${runs} cuts`,
  async () => {
    const told = { done: 0, 'nothing was changed': 0, 'not known': 0 };
    await Promise.all(lanes.map(cutAgainAndAgain));

    expect(lanes.reduce((sum, { network }) => sum + network.cut(), 0)).toBeGreaterThan(runs / 3);
    expect(told.done).toBeGreaterThan(0);

    async function cutAgainAndAgain({ network, behind }: Lane): Promise<void> {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...steps), cuts, fc.nat(3), async (step, cut, copies) => {
          network.become({});
          const address = await someAddress(database.db);
          const device = done(
            await createDeviceStore(database.db).add(address.id, { ...phone, ...fresh() }, change()),
          );
          // Connected, so that the cut comes in the middle of the change.
          await createDeviceStore(behind.db).find(device.id);
          const by = change();
          network.become(cut);
          const outcome = await outcomeOf(act(createDeviceStore(behind.db), step, device, by));
          network.become({});
          if (!(outcome in told)) throw new Error(`Nobody may be told ${outcome}`);
          // As the line before says.
          told[outcome as keyof typeof told] += 1;
          const effects = await effectsOf(by, device);

          expect(effects).toBeLessThanOrEqual(1);
          if (outcome === 'done') expect(effects).toBe(1);
          else if (outcome === 'nothing was changed') expect(effects).toBe(0);
          else expect(outcome).toBe('not known');
          // The same delivery, as often as it may come: nothing more happens.
          const later = await Promise.all(
            Array.from({ length: copies }, () =>
              outcomeOf(act(createDeviceStore(database.db), step, device, by)),
            ),
          );
          if (effects === 1) expect(later.filter((kind) => kind === 'done')).toEqual([]);
          expect(await effectsOf(by, device)).toBe(effects === 1 || copies > 0 ? 1 : 0);
        }),
        { numRuns: Math.ceil(runs / lanes.length) },
      );
    }
  },
  60_000 + runs * 3000,
);

/** Events of that delivery: each change of a row has its own. */
async function effectsOf({ op }: Change, { addressId }: OwnDevice): Promise<number> {
  const events = await createAuditLog(database.db).ofAddress(addressId, { before: undefined, limit: 50 });
  return events.filter(({ entry }) => entry.op === op).length;
}

it('a slow network is waited for', async () => {
  const { network, behind } = anyLane();
  const address = await someAddress(database.db);
  network.become({ delay: 60 });
  const devices = createDeviceStore(behind.db);
  const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));

  expect(done(await devices.changePassword(device.id, 1, fresh(), change())).version).toBe(2);
  expect(done(await devices.disconnect(device.id, 2, change())).disconnectedAt).toBeInstanceOf(Date);
  network.become({});
}, 30_000);

it('one that falls silent in the middle of an answer is given up in time, and says that it is not known', async () => {
  const { network, behind } = anyLane();
  network.become({});
  const address = await someAddress(database.db);
  const devices = createDeviceStore(behind.db);
  const device = done(await devices.add(address.id, { ...phone, ...fresh() }, change()));
  const by = change();
  network.become({ after: { to: 'client', bytes: 40 }, ends: 'silence' });

  expect(await outcomeOf(devices.disconnect(device.id, 1, by))).toBe('not known');
  network.become({});
  expect(await effectsOf(by, device)).toBe(1);
}, 30_000);
