import { loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { keepHeapSmall } from '../src/small-heap.ts';
import { startPostern } from '../src/start.ts';
import { answerQuestions } from './child-side.ts';

keepHeapSmall();

/** Postern as `npm start` with tokens starts it, writing its log, which is thrown away. */
answerQuestions(async (settings) => {
  const config = loadConfig(settings);
  await startPostern(config, {
    log: createLog(config.logLevel),
    embedded: undefined,
    onFatal: () => process.exit(1),
  });
});
