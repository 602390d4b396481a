import { setTimeout as sleep } from 'node:timers/promises';
import { liveButUndelivered, toldAndGone, unaudited } from '../../support/kept-promises.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { dana } from '../../support/people.ts';
import type { RowContext } from '../row.ts';
import { beginChange } from './change.ts';
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
  const running = context.databases.fresh().then((database) => runKills(database, context));
  done.set(key, running);
  return running;
}

/** Milliseconds from a click to the kill, at most, to begin with. */
const firstWait = 500;
const lookEvery = 100;

/** Each kill is at a random moment of a change, on the whole app in a process of its own. */
export async function runKills(
  database: TestDatabase,
  { n, random, isOver, note }: Pick<RowContext, 'n' | 'random' | 'isOver' | 'note'>,
): Promise<KillsReport> {
  const world = await killWorld(database);
  const { slack } = world;
  const shown = shownPasswords(slack, [dana]);
  let longestWait = firstWait;
  let kill = 0;
  try {
    for (; kill < n && !isOver(); kill += 1) {
      // A long run that is cut off has said what it found so far.
      if (kill > 0 && kill % lookEvery === 0) {
        const found = await look(database, shown.all());
        const faults = [...found.unaudited, ...found.toldAndGone, ...found.liveButUndelivered];
        note(
          `${kill} kills, ${shown.all().length} passwords shown, ${found.neverDelivered} never delivered, up to ${longestWait.toFixed(0)} ms after a click: ${faults.length} faults`,
        );
        for (const fault of faults) note(fault);
      }
      const app = await world.started();
      const change = await beginChange(slack, database, random);
      await sleep(random.below(Math.ceil(longestWait)));
      await app.kill();
      const before = shown.all().length;
      shown.look();
      if (change === 'disconnect') continue;
      // How long a change takes, a machine says anew at every moment: half of the kills are to come after its end.
      longestWait *= shown.all().length > before ? 0.95 : 1.05;
    }
    return { kills: kill, shown: shown.all().length, ...(await look(database, shown.all())) };
  } finally {
    await world.stop();
  }
}

async function look(
  database: TestDatabase,
  shown: readonly string[],
): Promise<Omit<KillsReport, 'kills' | 'shown'>> {
  const neverDelivered = await database.sql('owner')`select op from delivery where delivered_at is null`;
  const words = (found: readonly unknown[]) => found.map((one) => JSON.stringify(one));
  return {
    unaudited: words(await unaudited(database)),
    toldAndGone: await toldAndGone(database, shown),
    liveButUndelivered: words(await liveButUndelivered(database)),
    neverDelivered: neverDelivered.length,
  };
}
