import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type StallWatch, watchStalls } from '../../../src/platforms/slack/stall.ts';
import { run, sandbox } from './support.ts';

describe('with a clock of its own', () => {
  let time: number;
  let watch: StallWatch;
  beforeEach(() => {
    vi.useFakeTimers();
    time = 0;
    watch = watchStalls(() => time);
  });
  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  /** The process stands still for so long: its timers come late. */
  const standStill = (milliseconds: number) => {
    time += milliseconds;
  };
  const pass = (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      time += 100;
      vi.advanceTimersByTime(100);
    }
  };

  it.each<[name: string, happens: () => void, isStale: boolean]>([
    ['at the start is fresh', () => {}, false],
    ['while all runs is fresh', () => pass(10_000), false],
    ['after a short stall is fresh', () => standStill(2400), false],
    ['after a stall as long as Slack waits is stale', () => standStill(3000), true],
    [
      'after a long stall that was noticed is stale',
      () => {
        standStill(60_000);
        vi.advanceTimersByTime(500);
      },
      true,
    ],
    [
      'once what had waited is read is fresh',
      () => {
        standStill(60_000);
        pass(1100);
      },
      false,
    ],
  ])('what arrives %s', (_name, happens, isStale) => {
    pass(1000);
    happens();

    expect(watch.isStale()).toBe(isStale);
  });
});

it('a command that came while the event loop was blocked for longer than Slack waits does nothing: its person was told', async () => {
  const world = await sandbox({ ackDeadline: 1000 });
  const { ran, logged } = await run(world);
  const dana = world.person('U0DANA');
  await expect.poll(world.sockets.count).toBe(2);
  const waiting = dana.say('it-helpdesk', '/devices too late');
  // It is on its way once the sandbox has had its turn; the adapter has not.
  await Promise.resolve();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3200);

  expect(await waiting).toEqual({ problem: 'operation_timeout' });
  await expect
    .poll(async () => (await dana.say('it-helpdesk', '/devices in time')).problem, { timeout: 10_000 })
    .toBeNull();
  expect(ran.map((request) => request.kind === 'command' && request.words)).toEqual(['in time']);
  expect(logged()).toContain('stood still');
}, 30_000);
