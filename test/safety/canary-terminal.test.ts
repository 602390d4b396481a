import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { type Drawn, keepDrawn } from './canary/drawn.ts';
import {
  foundElsewhere,
  issueMeeting,
  startTerminalWorld,
  terminalFailures as failures,
  type TerminalWorld,
} from './canary/in-terminal.ts';
import { isFull } from './canary/more-failures.ts';

const levels = isFull ? ['fatal', 'error', 'warn', 'info', 'silent'] : ['info'];
const cells = levels.map((level) => ({ level, database: testDatabase() }));
const labels = failures.map((_, index) => `Phone${index}`);
let worlds: readonly TerminalWorld[] = [];
let printed = '';
let drawn: Drawn | undefined;

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
  worlds = await Promise.all(
    cells.map(async ({ level, database }) => startTerminalWorld(database, level, labels)),
  );
  drawn = keepDrawn();
}, 90_000);

afterAll(async () => {
  drawn?.restore();
  await Promise.all(worlds.map((world) => world.stop()));
  vi.restoreAllMocks();
});

describe('a password is in its one answer at a terminal and nowhere else, at each log level', () => {
  it.each(failures.map((failure, index) => [failure.name, failure, `Phone${index}`] as const))(
    '%s',
    async (_name, { begin, end }, label) => {
      const first = drawn?.passwords().length ?? 0;
      await Promise.all(
        worlds.map(async (world) => {
          await issueMeeting(world, label, async () => begin(world));
          await end?.(world);
          await world.proxy.mend();
        }),
      );

      const made = drawn?.passwords().slice(first) ?? [];
      expect(made.length).toBeGreaterThanOrEqual(worlds.length);
      for (const world of worlds) {
        expect(await foundElsewhere(world, made, printed), world.name).toEqual([]);
      }
    },
    90_000,
  );
});
