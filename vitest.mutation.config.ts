import { defineConfig } from 'vitest/config';

/** The fast tests of what `npm run mutation` plants its faults in: none needs a database, a socket or a process. */
export default defineConfig({
  test: {
    // Never the reason why a fault counts as noticed: the slowest takes two seconds.
    testTimeout: 20_000,
    include: [
      'test/core/**/*.test.ts',
      'test/policy/**/*.test.ts',
      'test/platforms/discord/{markdown,render}.test.ts',
      'test/platforms/slack/{any-data,render}.test.ts',
      'test/platforms/terminal/{text,draw}.test.ts',
      'test/audit/export.test.ts',
      'test/log.test.ts',
    ],
  },
});
