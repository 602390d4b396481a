import { setTimeout as sleep } from 'node:timers/promises';
import { crashingServer } from '../../support/crash-server.ts';
import { toldAndGone, unaudited } from '../../support/kept-promises.ts';
import { ownDatabase } from '../../support/own-database.ts';
import { alice, dana, sam } from '../../support/people.ts';
import { startTestServer } from '../../support/test-server.ts';
import type { RowContext } from '../row.ts';
import { shownPasswords } from './shown.ts';
import { killWorld } from './world.ts';

export interface RestartsReport {
  readonly restarts: number;
  readonly shown: number;
  readonly problems: readonly string[];
  /** Milliseconds from a database that takes connections to the next password. */
  readonly longestReturn: number;
}

const channel = 'it-helpdesk';
const people = [dana, sam, alice];

/** A PostgreSQL of its own ends with `immediate` and comes back, while three people add devices. Postern stays up. */
export async function runRestarts(
  restarts: number,
  { random, isOver }: Pick<RowContext, 'random' | 'isOver'>,
): Promise<RestartsReport | undefined> {
  const started = await startTestServer();
  if (started.home === undefined) {
    await started.stop();
    return undefined;
  }
  const server = await crashingServer(started.home);
  const database = ownDatabase(() => started.server);
  await database.open();
  const world = await killWorld(database);
  const stopping = new AbortController();
  const app = await world.started();
  const shown = shownPasswords(world.slack, people);
  const load = people.map(busy);
  let longestReturn = 0;
  let done = 0;
  try {
    await nextPassword();
    for (; done < restarts && !isOver(); done += 1) {
      await sleep(random.below(1000));
      await server.crash();
      const began = performance.now();
      await nextPassword();
      longestReturn = Math.max(longestReturn, performance.now() - began);
    }
    stopping.abort();
    await Promise.all(load);
    shown.look();
    const passwords = shown.all();
    return {
      restarts: done,
      shown: passwords.length,
      longestReturn,
      problems: [
        ...(await unaudited(database)).map((fault) => JSON.stringify(fault)),
        ...(await toldAndGone(database, passwords)),
      ],
    };
  } finally {
    stopping.abort();
    await Promise.all(load);
    await app.kill();
    await world.stop();
    await database.close();
    await server.stop();
    await started.discard();
  }

  async function nextPassword(): Promise<void> {
    shown.look();
    const before = shown.all().length;
    const latest = performance.now() + 60_000;
    while (shown.all().length === before) {
      if (performance.now() > latest)
        throw new Error('No password within a minute of the return of the database');
      await sleep(20);
      shown.look();
    }
  }

  async function busy(id: string): Promise<void> {
    const person = world.slack.person(id);
    for (let count = 0; !stopping.signal.aborted; count += 1) {
      const before = person.messages(channel).at(-1)?.ts ?? '';
      await person.say(channel, `/devices add alice@example.com "${id} ${count}"`);
      // A password, or that the database can't be reached.
      const answered = person.waitFor(
        ({ messages }) => messages(channel).some(({ ts }) => ts > before),
        10_000,
      );
      await answered.catch(() => {});
      await sleep(50);
    }
  }
}
