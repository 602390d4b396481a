import 'vitest';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of a Debian 13 with Dovecot 2.4. */
    readonly debian13: string;
  }
}

const script = fileURLToPath(new URL('../../../scripts/debian-13-root.sh', import.meta.url));

export function setup({ provide }: TestProject): void {
  if (process.geteuid?.() !== 0) throw new Error('These tests need root: Dovecot 2.4 runs in a chroot');
  // What goes wrong it says itself.
  const root = execFileSync('sh', [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).trim();
  const version = execFileSync('chroot', [root, 'dovecot', '--version'], { encoding: 'utf8' }).trim();
  // For docs/mail-server.md.
  process.stdout.write(`Dovecot ${version}, in a Debian 13\n`);
  provide('debian13', root);
}
