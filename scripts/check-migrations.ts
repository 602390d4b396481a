import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Fails where db/schema.ts or db/schema-work.ts says something that no migration does.
 *
 * drizzle-kit asks about a renamed column; without a terminal it prints an error and ends with 0. So its words decide,
 * and it works on a copy: what it generates is thrown away.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache');
mkdirSync(cache, { recursive: true });
const copy = mkdtempSync(join(cache, 'migrations-'));
try {
  cpSync(join(root, 'db', 'migrations'), copy, { recursive: true });
  const words = generate(copy);
  if (!words.includes('No schema changes')) {
    process.stderr.write(
      `${words}\nA migration is missing: npx drizzle-kit generate --name=what-changes (in a terminal, it may ask)\n`,
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true });
}

function generate(out: string): string {
  const kit = join(root, 'node_modules', 'drizzle-kit', 'bin.cjs');
  const options = ['--dialect=postgresql', '--schema=./db/schema*.ts', `--out=./${relative(root, out)}`];
  const { stdout, stderr } = spawnSync(process.execPath, [kit, 'generate', ...options], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return `${stdout}${stderr}`;
}
