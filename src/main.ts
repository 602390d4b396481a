import { runServer } from './cli/run-server.ts';
import { loadConfig } from './config.ts';
import { readEnvironmentFile } from './environment-file.ts';

/** `npm start`: with a platform set the real thing, without one the sandbox. */
readEnvironmentFile();
await runServer({
  settings: () => loadConfig(process.env),
  // `npm run sandbox:mail`.
  needsDovecot: process.argv.includes('--dovecot'),
});
