/** What must not be wrong, and the tests that have to notice when it is: each part by its own tests alone. */
export interface MutationGroup {
  readonly files: readonly string[];
  /** How the paths begin. None needs a database, nor a module to itself. */
  readonly tests: readonly string[];
}

export const mutationGroups: Readonly<Record<string, MutationGroup>> = {
  permissions: {
    files: ['src/policy/*.ts', 'src/permissions.ts', 'src/core/permission.ts'],
    tests: ['test/policy/'],
  },
  'action-ids': {
    files: ['src/core/action-id.ts'],
    tests: ['test/core/action-id'],
  },
  escaping: {
    files: [
      'src/platforms/discord/markdown.ts',
      'src/platforms/slack/{render,rich-text,words}.ts',
      'src/platforms/terminal/text.ts',
      'src/audit/export-csv.ts',
    ],
    tests: [
      'test/platforms/discord/markdown',
      'test/platforms/discord/render',
      'test/platforms/slack/any-data',
      'test/platforms/slack/render',
      'test/platforms/terminal/text',
      'test/platforms/terminal/draw',
      'test/audit/export',
    ],
  },
  log: {
    files: ['src/log.ts', 'src/core/secret.ts'],
    tests: ['test/log.', 'test/core/secret'],
  },
  password: {
    files: ['src/core/password.ts', 'src/core/password-hash.ts'],
    tests: ['test/core/password'],
  },
  dispatch: {
    files: ['src/core/{dispatch,plan,resolve,deliver,explain}.ts'],
    tests: ['dispatch', 'filled-command', 'only-reads', 'resolve', 'deliver', 'explain'].map(
      (name) => `test/core/${name}`,
    ),
  },
};
