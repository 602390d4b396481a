import { describe, expect, it } from 'vitest';
import { createDeliveryLog } from '../../db/delivery-log.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { createMissedNotices } from '../../db/missed-notices.ts';
import { createSweeper } from '../../db/sweeper.ts';
import { actorId, type ActorId } from '../../src/core/actor.ts';
import type { IssuedDevice } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { change, done, fresh, phone, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const missed = () => createMissedNotices(database.db);
const sweeper = () => createSweeper(database.db);
const devices = () => createDeviceStore(database.db);

let people = 0;
/** A person of their own for each test. */
function somebody(): ActorId {
  people += 1;
  return actorId({ platform: 'discord', workspace: '1122', user: `80${people}` });
}

async function withdrawnFrom(
  person: ActorId,
): Promise<{ readonly op: string; readonly device: IssuedDevice }> {
  const click = change(person);
  const device = done(
    await devices().add((await someAddress(database.db)).id, { ...phone, ...fresh() }, change()),
  );
  const changed = done(await devices().changePassword(device.id, 1, fresh(), click));
  await createDeliveryLog(database.db).withdraw(click.op, device.id);
  return { op: click.op, device: changed };
}

describe('a notice that was missed', () => {
  it('is found by whom it is for, and by nobody else, as it stands in the audit', async () => {
    const [alice, bob, eve] = [somebody(), somebody(), somebody()];
    const { address } = await someAddress(database.db);
    const [event] = await database.sql('owner')<{ number: number }[]>`
      select max(number)::int as number from audit_event`;
    const number = event?.number ?? 0;
    await missed().miss([alice, bob], [number]);

    expect((await missed().ofPerson(alice)).events).toMatchObject([{ number, entry: { address } }]);
    expect((await missed().ofPerson(alice)).events[0]?.at).toBeInstanceOf(Date);
    expect((await missed().ofPerson(bob)).events).toHaveLength(1);
    expect(await missed().ofPerson(eve)).toEqual({ events: [], passwords: [] });
  });

  it('is missed once, and told once, to one person', async () => {
    const [alice, bob] = [somebody(), somebody()];
    await someAddress(database.db);
    await missed().miss([alice, bob], [1]);
    await missed().miss([alice], [1]);
    const found = await missed().ofPerson(alice);
    expect(found.events).toHaveLength(1);
    await missed().told(alice, found);

    expect((await missed().ofPerson(alice)).events).toEqual([]);
    expect((await missed().ofPerson(bob)).events).toHaveLength(1);
  });

  it('comes with nine others at most, oldest first; what was not said stays', async () => {
    const alice = somebody();
    for (let count = 0; count < 12; count += 1) await someAddress(database.db);
    const numbers = Array.from({ length: 12 }, (_, index) => 12 - index);
    await missed().miss([alice], numbers);
    const found = await missed().ofPerson(alice);
    expect(found.events.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await missed().told(alice, { ...found, events: found.events.slice(0, 9) });

    expect((await missed().ofPerson(alice)).events.map(({ number }) => number)).toEqual([10, 11, 12]);
  });

  it('is forgotten after 90 days, when somebody misses another', async () => {
    const [alice, bob] = [somebody(), somebody()];
    await someAddress(database.db);
    await missed().miss([alice], [1]);
    await database.sql(
      'owner',
    )`update missed_notice set missed_at = now() - interval '91 days' where person = ${alice}`;
    await missed().miss([bob], [1]);

    expect((await missed().ofPerson(alice)).events).toEqual([]);
    expect((await missed().ofPerson(bob)).events).toHaveLength(1);
  });
});

describe('a password that never arrived', () => {
  it('is found once a direct message failed, by whom it was issued to, until they were told', async () => {
    const [alice, bob] = [somebody(), somebody()];
    const { op, device } = await withdrawnFrom(alice);
    expect((await missed().ofPerson(alice)).passwords).toEqual([]);
    await sweeper().tellFailed(op, device.id, '50007');

    const found = await missed().ofPerson(alice);
    expect(found.passwords).toEqual([
      {
        op,
        device: device.id,
        version: device.version,
        addressId: device.addressId,
        address: device.address,
        label: device.label,
        issuedTo: alice,
        attempts: 0,
      },
    ]);
    expect((await missed().ofPerson(bob)).passwords).toEqual([]);
    await missed().told(alice, found);
    expect((await missed().ofPerson(alice)).passwords).toEqual([]);
  });

  it('is found also after the last try', async () => {
    const alice = somebody();
    const { op, device } = await withdrawnFrom(alice);
    await sweeper().tellFailed(op, device.id, '50007');
    await database.sql('owner')`update delivery set attempts = 6 where op = ${op}`;

    expect((await missed().ofPerson(alice)).passwords).toHaveLength(1);
  });

  it('is nobody’s concern where the device has another one by now, or none', async () => {
    const alice = somebody();
    const [first, second] = [await withdrawnFrom(alice), await withdrawnFrom(alice)];
    for (const { op, device } of [first, second]) await sweeper().tellFailed(op, device.id, '50007');
    await devices().changePassword(first.device.id, first.device.version, fresh(), change());
    await devices().disconnect(second.device.id, second.device.version, change());

    expect((await missed().ofPerson(alice)).passwords).toEqual([]);
  });
});
