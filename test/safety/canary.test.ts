import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { type Drawn, keepDrawn } from './canary/drawn.ts';
import { failures as usualFailures } from './canary/failures.ts';
import { moreLevels, onSlack as more } from './canary/more-failures.ts';
import { liveAndUnseen } from './canary/live-and-unseen.ts';
import { foundElsewhere, issueMeeting, seen, startWorld, type World } from './canary/world.ts';

const cells = (
  [
    ['error', 'socket'],
    ['warn', 'http'],
    ['info', 'socket'],
    ['info', 'http'],
    ...moreLevels.map((level) => [level, 'socket'] as const),
  ] as const
).map(([level, delivery]) => ({ level, delivery, database: testDatabase() }));
const failures = [...usualFailures, ...more];
const labels = failures.map((_, index) => `Phone${index}`);
let worlds: readonly World[] = [];
let printed = '';
let drawn: Drawn | undefined;
const passwordsMade = (): readonly string[] => drawn?.passwords() ?? [];

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
  worlds = await Promise.all(
    cells.map(async ({ level, delivery, database }) => startWorld(database, level, delivery, labels)),
  );
  // From now on, so that only passwords of the app are kept.
  drawn = keepDrawn();
}, 90_000);

afterAll(async () => {
  drawn?.restore();
  await Promise.all(worlds.map((world) => world.stop()));
  vi.restoreAllMocks();
});

describe('a password is in its one private answer and nowhere else, at each log level', () => {
  it.each(failures.map((failure, index) => [failure.name, failure, `Phone${index}`] as const))(
    '%s',
    async (_name, { begin, end, lasts = 12_000 }, label) => {
      const first = passwordsMade().length;
      await Promise.all(
        worlds.map(async (world) => {
          await issueMeeting(world, label, async () => begin(world), lasts);
          await end?.(world);
          world.app.slack.misbehave.behave();
          await world.proxy.mend();
        }),
      );

      const made = passwordsMade().slice(first);
      // Two each, but where the database goes before one of them was looked up.
      expect(made.length).toBeGreaterThanOrEqual(worlds.length);
      for (const world of worlds) {
        expect(await foundElsewhere(world, made, printed), world.name).toEqual([]);
        expect(await liveAndUnseen(world.database, made, () => seen(world)), world.name).toEqual([]);
      }
    },
    90_000,
  );
});
