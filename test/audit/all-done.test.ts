import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { allDone } from '../../src/audit/all-done.ts';

it('fails as the first that failed, once all others have ended', async () => {
  let ended = false;
  const slow = async () => {
    await sleep(20);
    ended = true;
  };

  await expect(allDone([slow(), Promise.reject(new Error('first'))])).rejects.toThrow('first');
  expect(ended).toBe(true);
});
