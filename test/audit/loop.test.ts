import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { createLoop } from '../../src/audit/loop.ts';
import { memoryLog } from './setup.ts';

it('runs its work again and again, and never twice at once', async () => {
  let running = 0;
  let rounds = 0;
  let most = 0;
  const round = async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
    rounds += 1;
  };
  const loop = createLoop({ name: 'work', every: 1, log: memoryLog(), round });
  loop.start();
  loop.start();

  await vi.waitFor(() => expect(rounds).toBeGreaterThan(4));
  await loop.stop();
  expect(most).toBe(1);
});

it('waits for the round that is running when it is stopped, and begins none after it', async () => {
  let begun = 0;
  let ended = 0;
  const round = async () => {
    begun += 1;
    await sleep(30);
    ended += 1;
  };
  const loop = createLoop({ name: 'work', every: 1, log: memoryLog(), round });
  loop.start();
  await loop.stop();

  expect([begun, ended]).toEqual([1, 1]);
  await sleep(20);
  expect(begun).toBe(1);
});

it('does not wait for a pause when it is stopped', async () => {
  const loop = createLoop({ name: 'work', every: 3_600_000, log: memoryLog(), round: async () => {} });
  loop.start();
  await sleep(10);

  await loop.stop();
});

it('logs a round that fails, goes on, and says when it works again', async () => {
  const log = memoryLog();
  let rounds = 0;
  const round = async () => {
    rounds += 1;
    if (rounds < 3) throw new Error('The database is away');
  };
  const loop = createLoop({ name: 'work', every: 1, log, round });
  loop.start();
  await vi.waitFor(() => expect(rounds).toBeGreaterThan(3));
  await loop.stop();

  expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
    ['error', 'work: failed, and is tried again'],
    ['error', 'work: failed, and is tried again'],
    ['info', 'work: works again'],
  ]);
});

it('can be stopped before it was started', async () => {
  await createLoop({ name: 'work', every: 1, log: memoryLog(), round: async () => {} }).stop();
});
