import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { links } from '../../commands/parts/links.ts';
import { createSweeper } from '../../db/sweeper.ts';
import { createSweep, type Sweep, type SweepOptions } from '../../src/audit/sweep.ts';
import { actorId } from '../../src/core/actor.ts';
import { PostFailure } from '../../src/core/platform.ts';
import type { OwnDevice } from '../../src/core/ports.ts';
import type { PublicView } from '../../src/core/view.ts';
import { testDatabase } from '../support/database.ts';
import { root, sam, someAddress } from '../support/mailboxes.ts';
import { addDevices, memoryLog, wordsOf } from './setup.ts';

const database = testDatabase();
const running: Sweep[] = [];
const soon = { timeout: 15_000, interval: 10 };

afterEach(async () => {
  await Promise.all(running.splice(0).map((sweep) => sweep.stop()));
});

function setup() {
  const told: { readonly to: string; readonly view: PublicView }[] = [];
  const log = memoryLog();
  const start = (options: Partial<SweepOptions> = {}): void => {
    const sweep = createSweep({
      sweeper: createSweeper(database.db),
      links,
      log,
      every: 5,
      tell: async (person, view) => void told.push({ to: actorId(person), view }),
      ...options,
    });
    running.push(sweep);
    sweep.start();
  };
  return { told, log, start };
}

/** A device whose password was made three minutes ago, and reached nobody. */
async function undelivered(by = sam): Promise<OwnDevice> {
  const [device] = await addDevices(database.db, await someAddress(database.db), 1, by);
  if (!device) throw new Error('No device');
  // What is past can't be rewritten otherwise. One message to the server is one transaction.
  await database.sql('owner').unsafe(`
    alter table delivery disable trigger audit_update;
    update delivery set issued_at = now() - interval '3 minutes' where device_id = ${BigInt(device.id)};
    alter table delivery enable trigger audit_update`);
  return device;
}

async function deliveryOf({ id }: OwnDevice) {
  const [row] = await database.sql('owner')`
    select told_at is not null as told, withdrawn_by, attempts, last_error from delivery where device_id = ${id}`;
  return row;
}

it('withdraws a password that reached nobody, and tells once who asked for it, with a button to change it', async () => {
  const { told, start } = setup();
  const device = await undelivered();
  // Two processes.
  start();
  start();
  await vi.waitFor(async () => expect(await deliveryOf(device)).toMatchObject({ told: true }), soon);
  await sleep(50);

  expect(told.map(({ to }) => to)).toEqual([sam]);
  const [view] = told.map((one) => one.view);
  expect(view && wordsOf(view)).toContain(
    `The new password of Device 1 on ${device.address} never reached you, so it is refused. Change it again.`,
  );
  const ids = view?.blocks.flatMap((block) =>
    block.kind === 'buttons' ? block.buttons.map(({ id }) => id) : [],
  );
  expect(ids).toEqual([`1:change-password.ask:${device.id}:1`, `1:list.show:${device.addressId}:0:`]);
  expect(await deliveryOf(device)).toMatchObject({ withdrawn_by: 'postern' });
});

it('leaves alone what was delivered, or may still be', async () => {
  const { told, start, log } = setup();
  await addDevices(database.db, await someAddress(database.db), 1);
  start();
  await sleep(100);

  expect(told).toEqual([]);
  expect(log.lines).toEqual([]);
});

it('tells nobody at a terminal, and says so in the log', async () => {
  const { told, start, log } = setup();
  const device = await undelivered(root);
  start();
  await vi.waitFor(async () => expect(await deliveryOf(device)).toMatchObject({ told: true }), soon);

  expect(told).toEqual([]);
  expect(log.lines.map(({ message }) => message)).toContain(
    'password never received: nobody reads messages at a terminal',
  );
});

it('tries six times to tell, and gives up with a line in the log', async () => {
  const { start, log } = setup();
  const device = await undelivered();
  let calls = 0;
  const tell = async () => {
    calls += 1;
    throw new PostFailure('internal_error', { permanent: false });
  };
  start({ tell });
  await vi.waitFor(async () => {
    // The pauses are the database's, and over at once.
    await database.sql(
      'owner',
    )`update delivery set lease_until = now() where lease_until > now() and last_error is not null`;
    expect(calls).toBe(6);
  }, soon);
  await vi.waitFor(() => expect(log.lines.at(-1)).toMatchObject({ level: 'error' }), soon);
  await sleep(50);

  expect(calls).toBe(6);
  expect(await deliveryOf(device)).toMatchObject({ told: false, attempts: 6, last_error: 'internal_error' });
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([
    expect.objectContaining({ message: 'actor not told of a password never received: given up' }),
  ]);
});
