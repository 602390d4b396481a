import { setTimeout as sleep } from 'node:timers/promises';
import { liveButUndelivered, toldAndGone, unaudited } from '../../support/kept-promises.ts';
import { dana } from '../../support/people.ts';
import type { RowContext } from '../row.ts';
import { beginChange, undisturbedChange } from './change.ts';
import { shownPasswords } from './shown.ts';
import { killWorld } from './world.ts';

/** What is wrong after so many SIGKILLs at random moments of a change. */
export interface KillsReport {
  readonly kills: number;
  readonly unaudited: readonly string[];
  readonly liveButUndelivered: readonly string[];
  readonly toldAndGone: readonly string[];
  /** How the kills fell. */
  readonly shown: number;
  readonly neverDelivered: number;
}

const done = new Map<string, Promise<KillsReport>>();

/** The three promises are looked at after the same kills: whichever row comes first kills for all. */
export function killsOnce(context: RowContext): Promise<KillsReport> {
  const key = `${context.seed} ${context.n}`;
  const known = done.get(key);
  if (known) return known;
  const running = runKills(context);
  done.set(key, running);
  return running;
}

/** How long a change takes is asked anew so often: a machine gets busy and calm again. */
const measureEvery = 100;

async function runKills({ n, random, databases, isOver, note }: RowContext): Promise<KillsReport> {
  const database = await databases.fresh();
  const world = await killWorld(database);
  const { slack } = world;
  const shown = shownPasswords(slack, [dana]);
  let longestWait = 0;
  let kill = 0;
  try {
    for (; kill < n && !isOver(); kill += 1) {
      if (kill % measureEvery === 0) {
        const app = await world.started();
        // From before a click arrives to after everything is answered.
        longestWait = 1.5 * (await undisturbedChange(slack, `Undisturbed ${kill}`));
        await app.kill();
        if (kill > 0)
          note(
            `${kill} kills, ${shown.all().length} passwords shown, up to ${longestWait.toFixed(0)} ms after a click`,
          );
      }
      const app = await world.started();
      await beginChange(slack, database, random);
      await sleep(random.below(Math.ceil(longestWait)));
      await app.kill();
      shown.look();
    }
    const neverDelivered = await database.sql('owner')`select op from delivery where delivered_at is null`;
    const words = (found: readonly unknown[]) => found.map((one) => JSON.stringify(one));
    return {
      kills: kill,
      unaudited: words(await unaudited(database)),
      toldAndGone: await toldAndGone(database, shown.all()),
      liveButUndelivered: words(await liveButUndelivered(database)),
      shown: shown.all().length,
      neverDelivered: neverDelivered.length,
    };
  } finally {
    await world.stop();
  }
}
