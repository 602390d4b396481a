import { loadConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startPostern } from '../../src/start.ts';

/**
 * Postern in a process of its own, to be killed. It loads first, and starts when it is sent its settings, so that one
 * can stand ready while another runs. Ends when who started it is gone.
 */
process.on('message', (env: Readonly<Record<string, string>>) => {
  const log = createLog('silent');
  startPostern(loadConfig(env), { log, embedded: undefined, onFatal: () => process.exit(1) }).then(
    () => process.send?.('started'),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : 'failed'}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('loaded');
