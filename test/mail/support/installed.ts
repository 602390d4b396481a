import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const dovecotPackages = {
  'dovecot-imapd': 'imap',
  'dovecot-pop3d': 'pop3',
  'dovecot-submissiond': 'submission',
} as const;

/** What to install so that tests with a Dovecot 2.3 run, as one line; undefined where all is there. */
export const dovecot23Missing: string | undefined = missing();

function missing(): string | undefined {
  const version = said('dovecot', ['--version']);
  const packages = Object.entries(dovecotPackages).flatMap(([name, file]) =>
    existsSync(`/usr/lib/dovecot/${file}`) ? [] : [name],
  );
  const hasPgsql = existsSync('/usr/lib/dovecot/modules/auth/libdriver_pgsql.so');
  if (version?.startsWith('2.3.') && packages.length === 0 && hasPgsql) return undefined;
  if (version !== undefined && !version.startsWith('2.3.'))
    return `needs Dovecot 2.3, this is ${version.trim()}`;
  return 'needs: apt install dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql (2.3, Debian 12)';
}

export const postfixMissing: string | undefined =
  process.geteuid?.() !== 0
    ? 'needs root: Postfix starts as nobody else'
    : said('postconf', ['-h', 'mail_version']) === undefined
      ? 'needs: apt install postfix'
      : undefined;

function said(command: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync(command, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` },
    });
  } catch {
    return undefined;
  }
}
