import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createOwnerNotices,
  type OwnerNotices,
  type OwnerNoticesOptions,
} from '../../src/audit/owner-notices.ts';
import type { Owner } from '../../src/audit/tell-owner.ts';
import { actorId, type ActorId, type Identity } from '../../src/core/actor.ts';
import type { MissedNotices } from '../../src/core/audit-ports.ts';
import { PostFailure } from '../../src/core/platform.ts';
import type { Address } from '../../src/core/ports.ts';
import type { PublicView } from '../../src/core/view.ts';
import { createMissedNotices } from '../../db/missed-notices.ts';
import { testDatabase } from '../support/database.ts';
import { change, dana, root, sam, someAddress } from '../support/mailboxes.ts';
import { addDevices, clock, memoryLog, numbersIn, parts, refuse, wordsOf } from './setup.ts';

const database = testDatabase();
const running: OwnerNotices[] = [];
const soon = { timeout: 15_000, interval: 10 };

const alice = actorId({ platform: 'slack', workspace: 'T0123', user: 'U0ALICE' });
const aliceElsewhere = actorId({ platform: 'discord', workspace: '1122', user: '803511' });
const bob = actorId({ platform: 'slack', workspace: 'T0123', user: 'U0BOB' });

beforeEach(async () => {
  // What earlier tests changed is told to nobody.
  const { channels } = parts(database.db);
  await database.sql('owner')`delete from audit_channel`;
  await channels.claim('owner-notices', 'test', 60);
  await channels.release('owner-notices', 'test');
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((notices) => notices.stop()));
});

interface Told {
  readonly to: ActorId;
  readonly view: PublicView;
}

function setup(owners: readonly Owner[]) {
  const told: Told[] = [];
  const { now, forward } = clock();
  const log = memoryLog();
  const { events, channels, devices } = parts(database.db);
  const missed = createMissedNotices(database.db);
  const fails: { for: (person: ActorId) => Error | undefined } = { for: () => undefined };
  let calls = 0;

  async function tell(person: Identity, view: PublicView): Promise<void> {
    calls += 1;
    const failure = fails.for(actorId(person));
    if (failure) throw failure;
    told.push({ to: actorId(person), view });
  }

  function start(address: Address, options: Partial<OwnerNoticesOptions> = {}): OwnerNotices {
    const notices = createOwnerNotices({
      events,
      channels,
      missed,
      log,
      now,
      tell,
      every: 5,
      firstPause: 20,
      ownersOf: (asked) => (asked === address.address ? owners : []),
      ...options,
    });
    running.push(notices);
    notices.start();
    return notices;
  }

  const caughtUp = () =>
    vi.waitFor(async () => {
      const [row] = await database.sql('owner')`
        select posted_number = (select max(number) from audit_event) as done from audit_channel
        where channel = 'owner-notices'`;
      expect(row).toEqual({ done: true });
    }, soon);

  return { told, start, forward, log, fails, devices, missed, caughtUp, calls: () => calls };
}

/** Of its one change, and of nothing else; then they have. */
async function isToHearOf(missed: MissedNotices, person: ActorId, { address }: Address): Promise<void> {
  const found = await missed.ofPerson(person);
  expect(found.events.map(({ entry }) => ('address' in entry ? entry.address : undefined))).toEqual([
    address,
  ]);
  await missed.told(person, found);
}

describe('an owner', () => {
  it('is told who did what to which device of theirs, and when', async () => {
    const { told, start, caughtUp } = setup([[alice]]);
    const address = await someAddress(database.db);
    start(address);
    const [device] = await addDevices(database.db, address, 1, sam);
    await caughtUp();

    expect(told.map(({ to }) => to)).toEqual([alice]);
    const words = told.map(({ view }) => wordsOf(view)).join();
    expect(words).toContain(`slack:T0123/U0SAM added Device 1 (${device?.tag}) to ${address.address}.`);
    expect(words).toMatch(/\d{4}-\d\d-\d\dT.* · #\d+ · [0-9a-f]{8}/);
  });

  it('is told of an edit, a new password and a disconnect, in order', async () => {
    const { told, start, devices, caughtUp } = setup([[alice]]);
    const address = await someAddress(database.db);
    const [device] = await addDevices(database.db, address, 1, alice);
    start(address);
    if (!device) throw new Error('No device');
    await devices.edit(device.id, 1, { ...device, label: 'Tablet' }, change());
    await devices.disconnect(device.id, 2, change());
    await caughtUp();

    const words = told.map(({ view }) => wordsOf(view)).join();
    expect(words).toMatch(/edited Tablet[^]*disconnected Tablet/);
    expect(told.flatMap(({ view }) => numbersIn(view))).toHaveLength(2);
  });

  it.each<[string, ActorId]>([
    ['the account that would be told', alice],
    ['another account of theirs', aliceElsewhere],
  ])('is not told of what they did themselves, by %s', async (_name, by) => {
    const { told, start, caughtUp } = setup([[alice, aliceElsewhere]]);
    const address = await someAddress(database.db);
    start(address);
    await addDevices(database.db, address, 1, by);
    await caughtUp();

    expect(told).toEqual([]);
  });

  it('is told of what another owner did', async () => {
    const { told, start, caughtUp } = setup([[alice, aliceElsewhere], [bob]]);
    const address = await someAddress(database.db);
    start(address);
    await addDevices(database.db, address, 1, aliceElsewhere);
    await caughtUp();

    expect(told.map(({ to }) => to)).toEqual([bob]);
  });

  it('is not told of refusals, of the address itself, or of other addresses', async () => {
    const { told, start, caughtUp } = setup([[alice]]);
    const other = await someAddress(database.db);
    start(await someAddress(database.db));
    await refuse(database.db, sam, 'op');
    await addDevices(database.db, other, 1, sam);
    await caughtUp();

    expect(told).toEqual([]);
  });

  it('is not told at a terminal, where nobody reads messages', async () => {
    const { start, caughtUp, calls } = setup([[root]]);
    const address = await someAddress(database.db);
    start(address);
    await addDevices(database.db, address, 1, sam);
    await caughtUp();

    expect(calls()).toBe(0);
  });

  it('is told once, on the first of their accounts that can be reached', async () => {
    const { told, start, fails, caughtUp } = setup([[alice, aliceElsewhere]]);
    const address = await someAddress(database.db);
    fails.for = (person) =>
      person === alice ? new PostFailure('user_disabled', { permanent: true }) : undefined;
    start(address);
    await addDevices(database.db, address, 1);
    await caughtUp();

    expect(told.map(({ to }) => to)).toEqual([aliceElsewhere]);
  });

  it('is told after a restart of what happened meanwhile, and of nothing twice', async () => {
    const { told, start, caughtUp } = setup([[alice]]);
    const address = await someAddress(database.db);
    const first = start(address);
    await addDevices(database.db, address, 1);
    await caughtUp();
    await first.stop();
    await addDevices(database.db, address, 2);
    start(address);
    await caughtUp();

    const numbers = told.flatMap(({ view }) => numbersIn(view));
    expect(numbers).toHaveLength(3);
    expect(new Set(numbers).size).toBe(3);
  });

  it('is tried six times, and then told with their next command, with a line in the log', async () => {
    const { told, start, fails, caughtUp, calls, log, missed } = setup([[alice]]);
    const address = await someAddress(database.db);
    fails.for = () => new PostFailure('internal_error', { permanent: false });
    start(address);
    await addDevices(database.db, address, 1);
    await caughtUp();

    expect(calls()).toBe(6);
    expect(told).toEqual([]);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([
      expect.objectContaining({ message: 'owner not told of a change: given up, until their next command' }),
    ]);
    await isToHearOf(missed, alice, address);
  });

  it('who takes no direct message is tried once on each account, and told with the next command of any', async () => {
    const { start, fails, caughtUp, calls, missed } = setup([[alice, aliceElsewhere]]);
    const address = await someAddress(database.db);
    fails.for = () => new PostFailure('50007', { permanent: true });
    start(address, { firstPause: 3_600_000 });
    await addDevices(database.db, address, 1);
    await caughtUp();

    expect(calls()).toBe(2);
    await isToHearOf(missed, alice, address);
    await isToHearOf(missed, aliceElsewhere, address);
  });

  it('of whom one account takes no direct message is tried again on the other', async () => {
    const { told, start, fails, caughtUp, calls, missed } = setup([[aliceElsewhere, alice]]);
    const address = await someAddress(database.db);
    fails.for = (person) => {
      if (person === alice) return new PostFailure('user_disabled', { permanent: true });
      return calls() <= 2 ? new PostFailure('internal_error', { permanent: false }) : undefined;
    };
    start(address);
    await addDevices(database.db, address, 1);
    await caughtUp();

    expect(told.map(({ to }) => to)).toEqual([aliceElsewhere]);
    expect((await missed.ofPerson(alice)).events).toEqual([]);
  });

  it('whose notice can’t be written down is tried again', async () => {
    const { start, fails, caughtUp, calls, missed, log } = setup([[alice]]);
    const address = await someAddress(database.db);
    fails.for = () => new PostFailure('50007', { permanent: true });
    const away: MissedNotices['miss'] = async (people, numbers) => {
      if (calls() === 1) throw new Error('The database is away');
      await missed.miss(people, numbers);
    };
    start(address, { missed: { miss: away } });
    await addDevices(database.db, address, 1);
    await caughtUp();

    expect(calls()).toBe(2);
    expect(log.lines.map(({ message }) => message)).toContain('what an owner missed not written down');
    await isToHearOf(missed, alice, address);
  });

  it('is not held up by another owner who can’t be reached, and nothing of that one is lost', async () => {
    const { told, start, fails, caughtUp, forward } = setup([[alice], [bob]]);
    const address = await someAddress(database.db);
    let away = true;
    fails.for = (person) =>
      person === alice && away ? new PostFailure('internal_error', { permanent: false }) : undefined;
    start(address, { firstPause: 3_600_000 });
    await addDevices(database.db, address, 2);
    await vi.waitFor(() => expect(told.flatMap(({ view }) => numbersIn(view))).toHaveLength(2), soon);
    expect(new Set(told.map(({ to }) => to))).toEqual(new Set([bob]));

    await vi.waitFor(async () => {
      const [row] = await database.sql('owner')`
        select attempts, last_error as error, posted_number < (select max(number) from audit_event) as waits
        from audit_channel where channel = 'owner-notices'`;
      expect(row).toEqual({ attempts: 1, error: 'internal_error', waits: true });
    }, soon);

    away = false;
    forward(3_600_000);
    await caughtUp();
    const toAlice = told.filter(({ to }) => to === alice);
    expect(toAlice.flatMap(({ view }) => numbersIn(view))).toHaveLength(2);
  });

  it('is told when the platform said to come back', async () => {
    const { told, start, fails, caughtUp, calls, forward } = setup([[alice]]);
    const address = await someAddress(database.db);
    fails.for = () =>
      calls() === 1 ? new PostFailure('rate_limited', { permanent: false, retryAfter: 30 }) : undefined;
    start(address);
    await addDevices(database.db, address, 1, dana);
    await vi.waitFor(() => expect(calls()).toBe(1), soon);
    await sleep(60);
    expect(calls()).toBe(1);

    forward(30_000);
    await caughtUp();
    expect(told).toHaveLength(1);
  });
});
