import { expect, it } from 'vitest';
import { createClosing } from '../src/closing.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

it('closes one part after the other, the last one first, however often it is asked to', async () => {
  const events: string[] = [];
  const closing = createClosing(log);
  for (const name of ['database', 'platform']) {
    closing.add(name, async () => {
      events.push(`${name} closes`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      events.push(`${name} closed`);
    });
  }
  await Promise.all([closing.close(), closing.close(), closing.close()]);

  expect(events).toEqual(['platform closes', 'platform closed', 'database closes', 'database closed']);
});

it('closes also what was opened while it closed, and what comes after one that fails', async () => {
  const events: string[] = [];
  const closing = createClosing(log);
  closing.add('first', async () => void events.push('first'));
  closing.add('failing', async () => {
    closing.add('late', async () => void events.push('late'));
    throw new Error('no');
  });
  await closing.close();
  closing.add('later', async () => void events.push('later'));
  await closing.close();

  expect(events).toEqual(['late', 'first', 'later']);
});
