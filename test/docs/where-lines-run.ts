/** Tests and scripts that read a page and type all that stands in its fences marked `sh`, or in those below some headings. */
export const readByTests: readonly {
  readonly page: string;
  readonly headings?: readonly string[];
  readonly by: string;
}[] = [
  { page: 'docs/terminal.md', by: 'test/docs/terminal.test.ts' },
  { page: 'docs/audit.md', by: 'test/cli-audit.test.ts' },
  { page: 'docs/operations.md', headings: ['Back up', 'Restore'], by: 'test/ops/restore.test.ts' },
  { page: 'docs/operations.md', headings: ['With Compose'], by: 'scripts/try-compose.sh' },
];

/** Typed as they stand in the page, at a shell, by a test that has what they ask for: a mail server, a PostgreSQL. */
export const typedByTests: readonly { readonly by: string; readonly commands: readonly string[] }[] = [
  {
    by: 'test/mail/typed.test.ts',
    commands: [
      'doveconf -n',
      'doveconf auth_cache_size',
      "doveconf -n | grep -A9 '^passdb'",
      'chown root:dovecot /etc/dovecot/postern/90-site.conf',
      'chmod 640 /etc/dovecot/postern/90-site.conf',
      'doveadm auth test -x service=imap jane@example.org',
      "doveadm who -1 'jane@example.org/*'",
      'doveadm kick jane@example.org/k7xw',
      'curl -H "Authorization: X-Dovecot-API $(printf %s "$KEY" | base64 -w0)" -d \'[["who",{"separateConnections":true},"t"]]\' http://127.0.0.1:8080/doveadm/v1',
      'curl http://mail.example.org:8080/',
    ],
  },
  {
    by: 'test/mail24/typed.test.ts',
    commands: [
      'chmod 600 /etc/dovecot/postern/90-site.conf',
      'doveadm who -1',
      'doveadm who -1 jane@example.org',
      'doveadm kick -f user_device jane@example.org/k7xw',
    ],
  },
  {
    by: 'test/ops/logins.test.ts',
    commands: ['runuser -u postgres psql', 'psql -At -F, -c "select email, password from mailbox"'],
  },
  { by: 'test/ops/watching.test.ts', commands: ['curl http://127.0.0.1:3000/readyz'] },
  {
    by: 'test/docs/packages.test.ts',
    commands: [
      'apt-get install chromium postgresql-client dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql postfix postgresql-15 systemd openssl curl fish zsh',
      'apt install dovecot-pgsql',
    ],
  },
];

/** Typed here, in a copy of what a checkout has. What begins with `/` is in a folder of the test's. */
export const runHere: readonly string[] = [
  'cp .env.example .env',
  'install -d /opt/postern',
  'cp -r dist package.json package-lock.json .npmrc /opt/postern/',
  'cd /opt/postern',
  'chmod -R a+rX /opt/postern',
  'install -d /etc/postern',
  'install ops/postern /usr/local/bin/postern',
  'install -m 644 ops/postern.service /etc/systemd/system/',
  'cp -r mail/dovecot/2.3 /etc/dovecot/postern',
  'cp -r mail/dovecot/2.4 /etc/dovecot/postern',
  'mkdir -m 700 secrets',
  'for name in postgres owner bot sign-in signed-in doveadm; do openssl rand -hex 32 >"secrets/$name"; done',
  'openssl rand -hex 32',
  'npm ls --omit=dev',
  'npm sbom --omit=dev --sbom-format=cyclonedx',
  'npm run format',
];

/** What another test or a script types, and the words of it that stand there. */
export const runElsewhere: readonly {
  readonly command: string;
  readonly by: string;
  readonly words: readonly string[];
}[] = [
  { command: 'npm ci', by: '.ci/run', words: ['npm ci'] },
  { command: 'npm test', by: '.ci/run', words: ['npm test'] },
  { command: 'npm run check', by: '.ci/run', words: ['npm run check'] },
  { command: 'npm start', by: 'test/browser/start.test.ts', words: ['npm start'] },
  { command: 'npm run build', by: 'test/support/production.ts', words: ["'run', 'build'"] },
  {
    command: 'npm ci --omit=dev --ignore-scripts',
    by: 'test/support/production.ts',
    words: ["'ci', '--omit=dev', '--ignore-scripts'"],
  },
  {
    command: 'npm ci --ignore-scripts',
    by: 'test/support/production.ts',
    words: ["'ci'", "'--ignore-scripts'"],
  },
  { command: 'npm run generate', by: 'test/generated.test.ts', words: ['npm run generate'] },
  {
    command: 'npx drizzle-kit generate',
    by: 'scripts/check-migrations.ts',
    words: ["'generate'", 'drizzle-kit'],
  },
  { command: 'npm run test:mail', by: 'package.json', words: ['test:mail'] },
  {
    command: "printf '%s' '{SHA512-CRYPT}$6$…' | postern address add alice@example.com --generic-hash-stdin",
    by: 'test/cli.test.ts',
    words: ["'address', 'add'", "'--generic-hash-stdin'"],
  },
  {
    command: 'postern register discord',
    by: 'test/cli-register.test.ts',
    words: ["['register', 'discord'], access"],
  },
  {
    command: 'postern address import /etc/dovecot/users',
    by: 'test/cli/address-import.test.ts',
    words: ["'address', 'import'"],
  },
  {
    command: 'postern init --admin slack:T0123/U0SAM --admin terminal:node --domain example.com',
    by: 'test/ops/container.test.ts',
    words: ["'--admin', 'slack:T0123/U0SAM', '--admin', 'terminal:node'"],
  },
  { command: 'postern serve', by: 'test/cli/server.test.ts', words: ["'serve'"] },
  { command: 'postern sandbox', by: 'test/cli/server.test.ts', words: ["'sandbox'"] },
  {
    command: 'systemd-analyze security',
    by: 'test/ops/systemd.test.ts',
    words: ['systemd-analyze', "'security'"],
  },
  {
    command: 'docker compose restart postern',
    by: 'scripts/try-compose/walk.sh',
    words: ['docker compose restart postern'],
  },
  {
    command: 'systemctl enable --now postern',
    by: 'scripts/try-unit/install.sh',
    words: ['systemctl enable --now postern'],
  },
  {
    command: 'systemctl reload postern',
    by: 'scripts/try-unit/service.sh',
    words: ['systemctl reload postern'],
  },
  { command: 'systemctl stop postern', by: 'scripts/try-unit/service.sh', words: ['systemctl stop postern'] },
  {
    command: 'systemctl restart postern',
    by: 'scripts/try-unit/service.sh',
    words: ['systemctl restart postern'],
  },
  {
    command: 'systemctl status postern',
    by: 'scripts/try-unit/service.sh',
    words: ['systemctl status postern'],
  },
  {
    command: 'systemctl restart dovecot',
    by: 'scripts/try-unit/mail.sh',
    words: ['systemctl restart dovecot'],
  },
  {
    command: 'systemctl reload dovecot',
    by: 'scripts/try-unit/mail.sh',
    words: ['systemctl reload dovecot'],
  },
  { command: 'journalctl -u postern', by: 'scripts/try-unit/install.sh', words: ['journalctl -u postern'] },
  {
    command: 'journalctl -u postern -n 50',
    by: 'scripts/try-unit/service.sh',
    words: ['journalctl -u postern -n 50'],
  },
  { command: 'npm run scorecard', by: '.ci/run', words: ['npm run scorecard'] },
];

/** What no test can type, with the reason, and what is tried in its place. ` *`: with whatever may follow. */
export const notRun: readonly { readonly commands: readonly string[]; readonly because: string }[] = [
  {
    commands: [
      'npm run bench',
      'npm run bench -- clicks list',
      'npm run bench -- verify',
      'npm run bench -- --markdown',
    ],
    because:
      'Takes minutes and judges nothing. Its words are held to what it knows, by test/docs/long-runs.test.ts.',
  },
  {
    commands: [
      'npm run scorecard -- S5',
      'npm run scorecard -- --full',
      'npm run scorecard -- S5 S7 --seed 42',
      'npm run scorecard -- S1 --n 500',
    ],
    because:
      'Takes minutes, in its full form hours. CI runs the short form of all rows; these words are read as it reads them, by test/docs/long-runs.test.ts.',
  },
  {
    commands: ['npm run mutation', 'npm run mutation -- log password'],
    because:
      'Takes minutes on all cores. Its words are held to its groups, by test/docs/long-runs.test.ts; figures in docs/mutation.md.',
  },
  {
    commands: ['npm run test:mail24'],
    because: 'Makes a Debian 13, as root, with debootstrap. By hand, with its date in docs/mail-server.md.',
  },
];
