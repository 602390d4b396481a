import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * `npm run build`: JavaScript for production in `dist/`, which needs neither tsx nor a development package.
 *
 * What is read as a file at run time is copied beside it: the migrations, the files of Dovecot that the sandbox starts it
 * with, and the sources of the sandbox's page, which it bundles at its start.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
for (const folder of ['db/migrations', 'mail/dovecot', 'src/sandbox/page']) {
  cpSync(`${root}${folder}`, `${dist}/${folder}`, { recursive: true });
}
