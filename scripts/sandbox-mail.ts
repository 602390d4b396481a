import { existsSync } from 'node:fs';
import { isSandbox, loadConfig } from '../src/config.ts';
import { readEnvironmentFile } from '../src/environment-file.ts';

/** `npm run sandbox:mail`: the sandbox with a real Dovecot, and with nothing in its place. */

/** Where Debian has it: not in everybody's PATH. */
const dovecot = '/usr/sbin/dovecot';

const packages = 'dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql';

function whyNot(): string | undefined {
  if (!existsSync(dovecot)) return `There is no Dovecot on this machine. On Debian: apt install ${packages}`;
  readEnvironmentFile();
  return isSandbox(loadConfig(process.env))
    ? undefined
    : 'There are tokens in .env, and with tokens Postern is the real thing: take them out to try the sandbox.';
}

const reason = whyNot();
if (reason === undefined) {
  process.argv.push('--dovecot');
  await import('../src/main.ts');
} else {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}
