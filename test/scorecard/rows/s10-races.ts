import { openDatabase } from '../../../db/client.ts';
import { createDeviceStore } from '../../../db/device-store.ts';
import { someAddress } from '../../support/mailboxes.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { raceLane } from '../races/lane.ts';
import type { Row } from '../row.ts';

/** Addresses that are raced for at the same time. */
const lanes = 6;

/** Each on a pool of its own, as in two processes, with the same list before their eyes. */
export const races: Row = {
  id: 'S10',
  measure:
    'two administrators, or one click on two processes: change, disconnect, edit, disconnect-all and add at once',
  target: '0 violations in 100,000: never two live passwords of one device, never an effect twice',
  short: 600,
  full: 100_000,

  async run({ n, random, databases, isOver, note }) {
    const database = await databases.fresh();
    const pools = [0, 1].map(() => openDatabase(database.bot, { max: lanes, changesPerMinute: 1e6 }));
    const [one, other] = pools.map(({ db }) => createDeviceStore(db));
    if (!one || !other) throw new Error('There are no two pools');
    const faults: string[] = [];
    const done: string[] = [];
    let raced = 0;
    try {
      const before = await newest(database);
      const addresses = await Promise.all(Array.from({ length: lanes }, () => someAddress(database.db)));
      const all = addresses.map((address) => raceLane(database, address, [one, other], random));
      await Promise.all(
        all.map(async (lane) => {
          while (raced < n && !isOver()) {
            raced += 1;
            const race = await lane.race();
            faults.push(...race.faults);
            done.push(...race.done);
            if (raced % 5000 === 0) note(`${raced} races, ${faults.length} violations`);
          }
        }),
      );
      const effects = await changesOf(database, before);
      const twice = [...effects]
        .filter(([, times]) => times > 1)
        .map(([op, times]) => `${op} had ${times} effects`);
      const claimed = new Set(done);
      const untold = [...effects.keys()]
        .filter((op) => !claimed.has(op))
        .map((op) => `${op} had an effect that nobody was told`);
      const without = done
        .filter((op) => !effects.has(op))
        .map((op) => `${op} was told as done, and has no event`);
      const violations = [...faults, ...twice, ...untold, ...without];
      return {
        n: raced,
        result: `${violations.length} violations in ${raced} races`,
        holds: violations.length === 0,
        details: [...violations.slice(0, 20), `${done.length} changes were done, each with one event`],
      };
    } finally {
      await Promise.all(pools.map(({ close }) => close()));
    }
  },
};

async function newest(database: TestDatabase): Promise<number> {
  const [row] = await database.sql('owner')`select coalesce(max(number), 0)::int as number from audit_event`;
  return Number(row?.['number']);
}

/** How many events each click left behind, but for those of the addresses themselves. */
async function changesOf(database: TestDatabase, after: number): Promise<ReadonlyMap<string, number>> {
  const rows = await database.sql('owner')<{ op: string; times: number }[]>`
    select op, count(*)::int as times from audit_event
    where number > ${after} and kind like 'device.%' group by op`;
  return new Map(rows.map(({ op, times }) => [op, times]));
}
