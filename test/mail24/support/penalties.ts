import { execFileSync } from 'node:child_process';
import { dirname, relative } from 'node:path';
import { inject } from 'vitest';
import type { Dovecot } from '../../mail/support/dovecot.ts';

/** The network addresses whose next sign-in has to wait. */
export function penalties({ authSocket }: Dovecot): readonly string[] {
  const debian = inject('debian13');
  const conf = `/${relative(debian, dirname(authSocket))}/dovecot.conf`;
  const said = execFileSync('chroot', [debian, 'doveadm', '-f', 'tab', '-c', conf, 'penalty'], {
    encoding: 'utf8',
  });
  // A head, then lines of: address, penalty, last penalty, last update.
  return said
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .filter(([, penalty]) => penalty !== '0')
    .map(([address = '']) => address);
}
