import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type } from '../support/shell.ts';

/** The names are those of Debian 12, where CI runs. */
const isDebian12 =
  existsSync('/etc/os-release') &&
  readFileSync('/etc/os-release', 'utf8').includes('VERSION_CODENAME=bookworm');

it
  .skipIf(!isDebian12)
  .each([
    'apt-get install chromium postgresql-client dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql postfix postgresql-15 systemd openssl curl fish zsh',
    'apt install dovecot-pgsql',
  ])('on Debian 12, without changing anything there: %s', { timeout: 120_000 }, async (line) => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-apt-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const settings = join(folder, 'apt.conf');
  await writeFile(settings, 'APT::Get::Simulate "true";\nAPT::Get::Assume-Yes "true";\n');

  const { said, code } = await type(line, { env: { APT_CONFIG: settings } });

  expect(code, said).toBe(0);
});
