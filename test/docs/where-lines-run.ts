/** Tests that read a page and type all that stands in its fences marked `sh`, or in those below some headings. */
export const readByTests: readonly {
  readonly page: string;
  readonly headings?: readonly string[];
  readonly by: string;
}[] = [
  { page: 'docs/terminal.md', by: 'test/docs/terminal.test.ts' },
  { page: 'docs/audit.md', by: 'test/cli-audit.test.ts' },
  { page: 'docs/operations.md', headings: ['Back up', 'Restore'], by: 'test/ops/restore.test.ts' },
];

/** Typed here, in a copy of what a checkout has. What begins with `/` is in a folder of the test's. */
export const runHere: readonly string[] = [
  'cp .env.example .env',
  'install -d /opt/postern',
  'cp -r dist package.json package-lock.json .npmrc /opt/postern/',
  'cd /opt/postern',
  'install -d /etc/postern',
  'install ops/postern /usr/local/bin/postern',
  'install -m 644 ops/postern.service /etc/systemd/system/',
  'cp -r mail/dovecot/2.3 /etc/dovecot/postern',
  'cp -r mail/dovecot/2.4 /etc/dovecot/postern',
  'mkdir -m 700 secrets',
  'openssl rand -hex 32',
  'npm ls --omit=dev',
  'npm sbom --omit=dev --sbom-format=cyclonedx',
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
  { command: 'curl http://127.0.0.1:3000/readyz', by: 'test/web.test.ts', words: ['/readyz'] },
  {
    command: 'systemd-analyze security',
    by: 'test/ops/systemd.test.ts',
    words: ['systemd-analyze', "'security'"],
  },
  {
    command:
      'curl -H "Authorization: X-Dovecot-API $(printf %s "$KEY" | base64 -w0)" -d \'[["who",{"separateConnections":true},"t"]]\' http://127.0.0.1:8080/doveadm/v1',
    by: 'test/mail/support/doveadm.ts',
    words: ['X-Dovecot-API', 'separateConnections', '/doveadm/v1'],
  },
];

/** What no test can type, with the reason, and what is tried in its place. ` *`: with whatever may follow. */
export const notRun: readonly { readonly commands: readonly string[]; readonly because: string }[] = [
  {
    commands: [
      'apt-get install chromium postgresql-client dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql postfix postgresql-15 systemd openssl fish zsh',
      'apt install dovecot-pgsql',
    ],
    because: 'Installs packages of the system. .ci/run does, with the same names.',
  },
  {
    commands: [
      'systemctl enable --now postern',
      'systemctl restart postern',
      'systemctl status postern',
      'systemctl restart dovecot',
      'systemctl reload dovecot',
      'journalctl -u postern',
      'journalctl -u postern -n 50',
    ],
    because: 'Needs a systemd that runs. The unit is checked by test/ops/systemd.test.ts.',
  },
  {
    commands: [
      'doveconf -n',
      'doveconf auth_cache_size',
      "doveconf -n | grep -A9 '^passdb'",
      'doveadm auth test jane@example.org',
      'doveadm who -1',
      'doveadm who -1 jane@example.org',
      "doveadm who -1 'jane@example.org/*'",
      'doveadm kick jane@example.org/k7xw',
      'doveadm kick -f user_device jane@example.org/k7xw',
      'nc mail.example.org 8080',
    ],
    because:
      'Asks the mail server of the site. Those of the tests have settings in other places, and are asked over HTTP: test/mail, test/mail24.',
  },
  {
    commands: [
      'docker compose up --build --detach',
      'docker compose restart postern',
      'docker compose exec *',
    ],
    because:
      'Needs a container engine. The words of those lines are held to compose.yaml by test/ops/container.test.ts.',
  },
  {
    commands: ['chmod 640', 'chmod 600', 'chown root:dovecot'],
    because: 'Names no file by itself: the sentence does.',
  },
  {
    commands: ['runuser -u postgres psql', 'psql -At -F, -c "select email, password from mailbox"'],
    because: 'Asks a PostgreSQL of the site, by its superuser or in tables that are its own.',
  },
  {
    commands: ['npm run bench *'],
    because: 'Takes minutes and judges nothing. By hand, with the figures in docs/performance.md.',
  },
  {
    commands: ['npm run scorecard *'],
    because:
      'Takes minutes, in its full form hours. CI runs the short one after the tests; figures in docs/track-record.md.',
  },
  {
    commands: ['npm run mutation *', 'npm run mutation'],
    because: 'Takes an hour. By hand, with its figures in docs/mutation.md.',
  },
  {
    commands: ['npm run test:mail24'],
    because: 'Makes a Debian 13, as root, with debootstrap. By hand, with its date in docs/mail-server.md.',
  },
  { commands: ['npm run format'], because: 'Writes what `npm run check` compares.' },
];
