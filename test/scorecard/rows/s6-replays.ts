import type { TestDatabase } from '../../support/own-database.ts';
import { inLanes } from '../forged/exchange.ts';
import { foreign } from '../replayed/foreign.ts';
import { rightful, setStage } from '../replayed/stage.ts';
import { startReplayWorld } from '../replayed/world.ts';
import type { Row } from '../row.ts';

/** Between two looks at the database. */
const batch = 250;
const inFlight = 12;
const kinds = Object.entries(foreign);

/** Over the real adapters: signed requests of Slack to two processes, and interactions over Discord's gateway. */
export const replays: Row = {
  id: 'S6',
  measure: 'Replays, doubled deliveries and clicks of others that had an effect',
  target: '0',
  short: 1000,
  full: 100_000,

  async run({ n, random: { below }, databases, note }) {
    const database = await databases.fresh();
    const world = await startReplayWorld(database);
    const effects: string[] = [];
    let counted = 0;
    let rounds = 0;
    let undone = 0;
    try {
      for (let from = 0; from < n; from += batch) {
        if (rounds % 20 === 0) note(`${from} of ${n}`);
        const stage = await setStage(world, database, rounds);
        rounds += 1;
        const before = await stateOf(database);
        undone += rounds * rightful - before.done;
        const count = Math.min(batch, n - from);
        await inLanes(count, inFlight, async (index) => {
          const [, act] = kinds[(from + index) % kinds.length] ?? [];
          await act?.({ world, stage, below });
        });
        await world.quiet();
        const after = await stateOf(database);
        counted += Math.max(after.events - before.events, after.devices === before.devices ? 0 : 1);
        if (after.events !== before.events) effects.push(...(await eventsSince(database, before.last)));
      }
      const before = await stateOf(database);
      await world.quiet(1000);
      const after = await stateOf(database);
      counted += after.events - before.events;
    } finally {
      await world.stop();
    }
    return {
      n,
      result: `${counted} of ${n}`,
      holds: counted === 0 && undone === 0,
      details: [
        `${kinds.length} kinds, on two processes; ${rounds * rightful - undone} of ${rounds * rightful} rightful acts in between had one effect each`,
        ...effects.slice(0, 20),
      ],
    };
  },
};

/** What an effect would change. Refusals and warnings are no change. */
async function stateOf(database: TestDatabase) {
  const [row] = await database.sql('owner')`
    select
      count(*)::int as events, max(number)::int as last,
      count(*) filter (where actor like '%/U0DANA' and op not like '________-____-%' or actor like 'discord:%')::int as done,
      (select md5(string_agg(device::text, ',' order by id)) from device) as devices
    from audit_event where kind not in ('refused', 'warning')`;
  return {
    events: Number(row?.['events']),
    last: Number(row?.['last']),
    done: Number(row?.['done']),
    devices: String(row?.['devices']),
  };
}

async function eventsSince(database: TestDatabase, last: number): Promise<readonly string[]> {
  const rows = await database.sql('owner')`
    select number, kind, actor, op from audit_event
    where number > ${last} and kind not in ('refused', 'warning') order by number`;
  return rows.map((row) => `#${row['number']} ${row['kind']} by ${row['actor']}, ${row['op']}`);
}
