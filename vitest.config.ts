import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/slowest-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Needs a Debian 13, which its own run makes: `npm run test:mail24`.
    exclude: ['test/mail24/**'],
    // One PostgreSQL for the run. Each file that needs a database copies a migrated one.
    globalSetup: ['test/support/global-database.ts'],
    // Most tests wait for sockets: three on two cores.
    maxWorkers: '150%',
    sequence: { sequencer: SlowestFirst },
    // What is posted goes out once a second, and later on a busy machine: the second that is the default is too short.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
