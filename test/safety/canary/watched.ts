import { afterAll, beforeAll, vi } from 'vitest';
import { type Drawn, keepDrawn } from './drawn.ts';

/** The worlds of a test file, and what of this process could hold a password of theirs. */
export interface Watched<World> {
  readonly worlds: () => readonly World[];
  /** On either output of this process, which shows none of it. */
  readonly printed: () => string;
  /** By the app, since its worlds were there. */
  readonly passwordsMade: () => readonly string[];
}

/** Worlds that are there for all tests of the file. Call it at the top, below the databases that they need. */
export function watched<World extends { stop(): Promise<void> }>(
  start: () => Promise<readonly World[]>,
): Watched<World> {
  let worlds: readonly World[] = [];
  let printed = '';
  let drawn: Drawn | undefined;

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed += String(chunk);
        return true;
      });
    }
    worlds = await start();
    // From now on, so that only passwords of the app are kept.
    drawn = keepDrawn();
  }, 90_000);

  afterAll(async () => {
    drawn?.restore();
    await Promise.all(worlds.map((world) => world.stop()));
    vi.restoreAllMocks();
  });

  return {
    worlds: () => worlds,
    printed: () => printed,
    passwordsMade: () => drawn?.passwords() ?? [],
  };
}
