import { dirname } from 'node:path';
import { type, type Typed, type TypeOptions } from '../../support/shell.ts';

/**
 * Types a line of a page on a mail server whose configuration is not in `/etc/dovecot`: that is where Dovecot's own programs
 * look, and what the page says.
 *
 * @param config its dovecot.conf
 */
export async function typeAt(config: string, line: string, options: TypeOptions): Promise<Typed> {
  const known = ['doveadm', 'doveconf'].map((name) => `${name}() { command ${name} -c '${config}' "$@"; }`);
  return type([...known, line.replaceAll('/etc/dovecot', dirname(config))].join('\n'), options);
}
