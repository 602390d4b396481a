import { describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { failures as usualFailures } from './canary/failures.ts';
import { moreLevels, onSlack as more } from './canary/more-failures.ts';
import { liveAndUnseen } from './canary/live-and-unseen.ts';
import { foundElsewhere, issueMeeting, seen, startWorld } from './canary/world.ts';
import { watched } from './canary/watched.ts';

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
const { worlds, printed, passwordsMade } = watched(() =>
  Promise.all(
    cells.map(async ({ level, delivery, database }) => startWorld(database, level, delivery, labels)),
  ),
);

describe('a password is in its one private answer and nowhere else, at each log level', () => {
  it.each(failures.map((failure, index) => [failure.name, failure, `Phone${index}`] as const))(
    '%s',
    async (_name, { begin, end, lasts = 12_000 }, label) => {
      const first = passwordsMade().length;
      await Promise.all(
        worlds().map(async (world) => {
          await issueMeeting(world, label, async () => begin(world), lasts);
          await end?.(world);
          world.app.slack.misbehave.behave();
          await world.proxy.mend();
        }),
      );

      const made = passwordsMade().slice(first);
      // Two each, but where the database goes before one of them was looked up.
      expect(made.length).toBeGreaterThanOrEqual(worlds().length);
      for (const world of worlds()) {
        expect(await foundElsewhere(world, made, printed()), world.name).toEqual([]);
        expect(await liveAndUnseen(world.database, made, () => seen(world)), world.name).toEqual([]);
      }
    },
    90_000,
  );
});
