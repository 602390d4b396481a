import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { passwordAlphabet, passwordLength } from '../../src/core/password.ts';
import { testDatabase } from '../support/database.ts';
import {
  discordFailures as failures,
  type DiscordWorld,
  foundElsewhere,
  issueMeeting,
  liveAndUnseen,
  startDiscordWorld,
} from './canary/on-discord.ts';

// Every password that is made is known here, also one that nobody is ever shown: the numbers that it is drawn by are
// kept as they are drawn.
const drawn: number[] = [];
const { randomInt } = crypto;
const keeping = (limit: number): number => {
  const number = randomInt(limit);
  if (limit === passwordAlphabet.length) drawn.push(number);
  return number;
};
const passwordsMade = (): readonly string[] =>
  Array.from({ length: drawn.length / passwordLength }, (_, index) =>
    drawn
      .slice(index * passwordLength, (index + 1) * passwordLength)
      .map((number) => passwordAlphabet[number])
      .join(''),
  );

const cells = (['error', 'warn', 'info', 'info'] as const).map((level) => ({
  level,
  database: testDatabase(),
}));
const labels = failures.map((_, index) => `Phone${index}`);
let worlds: readonly DiscordWorld[] = [];
let printed = '';

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
  worlds = await Promise.all(
    cells.map(async ({ level, database }) => startDiscordWorld(database, level, labels)),
  );
  // From now on, so that only passwords of the app are kept.
  Object.assign(crypto, { randomInt: keeping });
  syncBuiltinESMExports();
}, 90_000);

afterAll(async () => {
  Object.assign(crypto, { randomInt });
  syncBuiltinESMExports();
  await Promise.all(worlds.map((world) => world.stop()));
  vi.restoreAllMocks();
});

describe('a password is in its one private answer on Discord and nowhere else, at each log level', () => {
  it.each(failures.map((failure, index) => [failure.name, failure, `Phone${index}`] as const))(
    '%s',
    async (_name, { begin, end, lasts = 12_000 }, label) => {
      const first = passwordsMade().length;
      await Promise.all(
        worlds.map(async (world) => {
          await issueMeeting(world, label, async () => begin(world), lasts);
          await end?.(world);
          world.app.discord.misbehave.behave();
          await world.proxy.mend();
        }),
      );

      const made = passwordsMade().slice(first);
      // One each; most make a second one, once what failed is mended.
      expect(made.length).toBeGreaterThanOrEqual(worlds.length);
      for (const world of worlds) {
        expect(await foundElsewhere(world, made, printed), world.name).toEqual([]);
        expect(await liveAndUnseen(world, made), world.name).toEqual([]);
      }
    },
    90_000,
  );
});
