import { describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { moreLevels, onDiscord as more } from './canary/more-failures.ts';
import { liveAndUnseen } from './canary/live-and-unseen.ts';
import {
  discordFailures,
  foundElsewhere,
  issueMeeting,
  seen,
  startDiscordWorld,
} from './canary/on-discord.ts';
import { watched } from './canary/watched.ts';

const cells = (['error', 'warn', 'info', 'info', ...moreLevels] as const).map((level) => ({
  level,
  database: testDatabase(),
}));
const failures = [...discordFailures, ...more];
const labels = failures.map((_, index) => `Phone${index}`);
const { worlds, printed, passwordsMade } = watched(() =>
  Promise.all(cells.map(async ({ level, database }) => startDiscordWorld(database, level, labels))),
);

describe('a password is in its one private answer on Discord and nowhere else, at each log level', () => {
  it.each(failures.map((failure, index) => [failure.name, failure, `Phone${index}`] as const))(
    '%s',
    async (_name, { begin, end, lasts = 12_000 }, label) => {
      const first = passwordsMade().length;
      await Promise.all(
        worlds().map(async (world) => {
          await issueMeeting(world, label, async () => begin(world), lasts);
          await end?.(world);
          world.app.discord.misbehave.behave();
          await world.proxy.mend();
        }),
      );

      const made = passwordsMade().slice(first);
      // One each; most make a second one, once what failed is mended.
      expect(made.length).toBeGreaterThanOrEqual(worlds().length);
      for (const world of worlds()) {
        expect(await foundElsewhere(world, made, printed()), world.name).toEqual([]);
        expect(await liveAndUnseen(world.database, made, () => seen(world)), world.name).toEqual([]);
      }
    },
    90_000,
  );
});
