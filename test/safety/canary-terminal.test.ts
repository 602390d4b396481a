import { describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import {
  foundElsewhere,
  issueMeeting,
  startTerminalWorld,
  terminalFailures as failures,
} from './canary/in-terminal.ts';
import { isFull } from './canary/more-failures.ts';
import { watched } from './canary/watched.ts';

const levels = isFull ? ['fatal', 'error', 'warn', 'info', 'silent'] : ['info'];
const cells = levels.map((level) => ({ level, database: testDatabase() }));
const labels = failures.map((_, index) => `Phone${index}`);
const { worlds, printed, passwordsMade } = watched(() =>
  Promise.all(cells.map(async ({ level, database }) => startTerminalWorld(database, level, labels))),
);

describe('a password is in its one answer at a terminal and nowhere else, at each log level', () => {
  it.each(failures.map((failure, index) => [failure.name, failure, `Phone${index}`] as const))(
    '%s',
    async (_name, { begin, end }, label) => {
      const first = passwordsMade().length;
      await Promise.all(
        worlds().map(async (world) => {
          await issueMeeting(world, label, async () => begin(world));
          await end?.(world);
          await world.proxy.mend();
        }),
      );

      const made = passwordsMade().slice(first);
      expect(made.length).toBeGreaterThanOrEqual(worlds().length);
      for (const world of worlds()) {
        expect(await foundElsewhere(world, made, printed()), world.name).toEqual([]);
      }
    },
    90_000,
  );
});
