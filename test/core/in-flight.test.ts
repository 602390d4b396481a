import { expect, it } from 'vitest';
import { createInFlight } from '../../src/core/in-flight.ts';

it('waits for what runs, also where it fails', async () => {
  const inFlight = createInFlight();
  let finish = (): void => {};
  let fail = (_error: Error): void => {};
  const first = inFlight.track(
    new Promise((resolve) => {
      finish = resolve;
    }),
  );
  const second = inFlight.track(
    new Promise((_resolve, reject) => {
      fail = reject;
    }),
  );
  const closed = inFlight.close(60_000);
  expect(inFlight.isOpen()).toBe(false);
  finish();
  fail(new Error('broken'));
  await first;
  await expect(second).rejects.toThrow('broken');

  expect(await closed).toEqual({ left: 0 });
});

it('waits no longer than it was told, and says what is left', async () => {
  const inFlight = createInFlight();
  void inFlight.track(new Promise(() => {}));

  expect(await inFlight.close(20)).toEqual({ left: 1 });
});
