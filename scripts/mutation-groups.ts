/** What must not be wrong, and the tests that have to notice when it is: each part by its own tests alone. */
export interface MutationGroup {
  readonly files: readonly string[];
  /** None needs a database, a socket or a process. */
  readonly tests: readonly string[];
}

export const mutationGroups: Readonly<Record<string, MutationGroup>> = {
  permissions: {
    files: ['src/policy/*.ts', 'src/permissions.ts', 'src/core/permission.ts'],
    tests: ['test/policy/*.test.ts'],
  },
  'action-ids': {
    files: ['src/core/action-id.ts'],
    tests: ['test/core/action-id.test.ts'],
  },
  escaping: {
    files: [
      'src/platforms/discord/markdown.ts',
      'src/platforms/slack/{render,rich-text,words}.ts',
      'src/platforms/terminal/text.ts',
      'src/audit/export-csv.ts',
    ],
    tests: [
      'test/platforms/discord/{markdown,render}.test.ts',
      'test/platforms/slack/{any-data,render}.test.ts',
      'test/platforms/terminal/{text,draw}.test.ts',
      'test/audit/export.test.ts',
    ],
  },
  log: {
    files: ['src/log.ts', 'src/core/secret.ts'],
    tests: ['test/log.test.ts', 'test/core/secret.test.ts'],
  },
  password: {
    files: ['src/core/password.ts', 'src/core/password-hash.ts'],
    tests: ['test/core/password.test.ts', 'test/core/password-hash.test.ts'],
  },
  dispatch: {
    files: ['src/core/{dispatch,plan,resolve,deliver,explain}.ts'],
    tests: ['test/core/dispatch*.test.ts', 'test/core/filled-command.test.ts'],
  },
};
