/** Who may import whom. `docs/ARCHITECTURE.md` draws it; this refuses what the drawing does not show. */
const forbidden = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    forbidden('no-circles', 'A circle has no first file to read.', {}, { circular: true }),
    forbidden(
      'core-imports-core',
      'The core is what everything else rests on.',
      { path: '^src/core/' },
      { pathNot: '^(src/core/|(node:)?(util|crypto)$)' },
    ),
    forbidden(
      'commands-import-core',
      'A command gets what it needs in its context.',
      { path: '^commands/' },
      { pathNot: '^(src/core/|commands/)' },
    ),
    forbidden(
      'platforms-import-core',
      'An adapter only translates: never another platform, the database or a command.',
      { path: '^src/platforms/([^/]+)/' },
      { path: '^(src|commands|db)/', pathNot: '^(src/core/|src/platforms/$1/)' },
    ),
    forbidden(
      'db-imports-core',
      'The store is a port of the core.',
      { path: '^db/' },
      { path: '^(src|commands)/', pathNot: '^src/core/' },
    ),
    forbidden(
      'audit-imports-core',
      'What it reads of the database comes as ports.',
      { path: '^src/audit/' },
      { path: '^(src|commands|db)/', pathNot: '^src/(core|audit)/' },
    ),
    forbidden(
      'mail-imports-core',
      'The mail server and the sign-outs are ports of the core.',
      { path: '^src/mail/' },
      { path: '^(src|commands|db)/', pathNot: '^src/(core|mail)/' },
    ),
    forbidden(
      'policy-imports-core',
      'The policy decides, it does not act.',
      { path: '^src/policy/' },
      { path: '^(src|commands|db)/', pathNot: '^src/(core|policy)/' },
    ),
    forbidden(
      'sandbox-stands-alone',
      'It speaks the wire protocols, so that the real adapters are what is tried.',
      { path: '^src/sandbox/' },
      { path: '^(src|commands|db)/', pathNot: '^src/sandbox/' },
    ),
    forbidden(
      'nothing-imports-tests',
      'Tests and measurements are leaves.',
      { pathNot: '^(test|bench)/' },
      { path: '^(test|bench)/' },
    ),
    forbidden('no-unresolved', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    forbidden(
      'no-development-packages',
      'What runs in production is in `dependencies`.',
      { path: '^(src|commands|db)/', pathNot: '^src/sandbox/page/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
