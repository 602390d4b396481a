import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Needs a Debian 13, which its own run makes: `npm run test:mail24`.
    exclude: ['test/mail24/**'],
    // One PostgreSQL for the run. Each file that needs a database copies a migrated one.
    globalSetup: ['test/support/global-database.ts'],
    // One a core, also where there are two: most tests wait for sockets.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
