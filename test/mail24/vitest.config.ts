import { defineConfig } from 'vitest/config';

/** Apart from `npm test`: it needs root, and makes a Debian 13 in a folder where there is none yet. */
export default defineConfig({
  test: {
    include: ['test/mail24/**/*.test.ts'],
    globalSetup: ['test/support/global-database.ts', 'test/mail24/support/global-debian-13.ts'],
    // The limit of connections of a login is one for the whole PostgreSQL, and one Dovecot 2.4 takes 18 of the 20.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
