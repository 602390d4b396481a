import { expect, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createSdkLog } from '../../../src/platforms/slack/sdk-log.ts';

it('writes what the SDK warns of to the log that the app has', () => {
  let written = '';
  const log = createLog('info', {
    write: (line) => {
      written += line;
    },
  });
  const { warn, error } = createSdkLog(log, 'first socket');
  warn("A pong wasn't received from the server before the timeout of 5000ms!");
  error('WebSocket error occurred: hunter2');

  expect(written).toMatch(/"level":40.*"said":"A pong wasn't received/);
  expect(written).toMatch(/"level":50.*"said":"WebSocket error occurred"/);
});
