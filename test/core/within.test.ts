import { expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { within } from '../../src/core/within.ts';

it('gives what comes in time', async () => {
  expect(await within(10_000, Promise.resolve(7))).toBe(7);
});

it('gives up on what does not come', async () => {
  const late = within(1, new Promise(() => {}));

  await expect(late).rejects.toBeInstanceOf(UserError);
  await expect(late).rejects.toMatchObject({ code: 'try-again' });
});

it('passes on what fails in time', async () => {
  const failure = new Error('failed');

  await expect(within(10_000, Promise.reject(failure))).rejects.toBe(failure);
});

it('hears no more of what fails too late', async () => {
  let fail = (_error: Error) => {};
  const work = new Promise<never>((_, reject) => {
    fail = reject;
  });
  await expect(within(1, work)).rejects.toMatchObject({ code: 'try-again' });

  // vitest fails a run with a rejection that nobody hears.
  fail(new Error('too late'));
  await new Promise((resolve) => setTimeout(resolve, 0));
});
