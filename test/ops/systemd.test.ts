import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { page } from './pages.ts';

const run = promisify(execFile);
const unit = fileURLToPath(new URL('../../ops/postern.service', import.meta.url));
const analyze = '/usr/bin/systemd-analyze';
const isMissing = !existsSync(analyze);
const about = isMissing ? ': there is no systemd-analyze (Debian: systemd)' : '';

it.skipIf(isMissing)(`the unit is one that systemd takes, without a word${about}`, async () => {
  const { stdout, stderr } = await run(analyze, ['verify', unit]);
  // Where it runs is a site's own: of the machine that tests, it says only what it lacks.
  const words = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('postern.service'));
  expect(words.filter((line) => !/is not executable|Failed to .*node/.test(line))).toEqual([]);
});

it.skipIf(isMissing)(`its exposure is what docs/security.md says${about}`, async () => {
  const { stdout } = await run(analyze, ['security', '--offline=yes', '--no-pager', unit]);
  const [, score = ''] = /Overall exposure level for postern\.service: (\d+\.\d)/.exec(stdout) ?? [];

  expect(Number(score)).toBeLessThanOrEqual(1.5);
  expect(page('docs/security.md')).toContain(`exposure level ${score}`);
});

/** What a program has that runs in place of Postern's. */
const printed = ['-p', 'JSON.stringify(process.env)'];
const installed = { policyFile: '/etc/postern/policy.yaml', home: '/var/lib/postern' };

it('has the policy and the folder of an installation, also where .env.example was copied as it is', async () => {
  const [, command = ''] = /^ExecStart=(.*)$/m.exec(page('ops/postern.service')) ?? [];
  const [program = '', ...words] = command.replace(/\/usr\/bin\/node .*$/, process.execPath).split(' ');

  const { stdout } = await run(program, [...words, ...printed], { env: fileAsItIs() });

  expect(loadConfig(JSON.parse(stdout))).toMatchObject(installed);
  // It starts no sandbox where no platform is set.
  expect(command).toMatch(/ dist\/src\/cli\.js serve$/);
});

it('has its own name in the journal, where docs/operations.md looks for it', () => {
  expect(page('ops/postern.service')).toMatch(/^SyslogIdentifier=postern$/m);
});

it('has the same at the command line, whatever the shell has', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'postern-installed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'postern.env'), page('.env.example'));
  await writeFile(join(folder, 'cli.js'), 'console.log(JSON.stringify(process.env))');
  const script = page('ops/postern')
    .replace('/etc/postern/postern.env', join(folder, 'postern.env'))
    .replace('/opt/postern/dist/src/cli.js', join(folder, 'cli.js'));
  await writeFile(join(folder, 'postern'), script);

  const { stdout } = await run('sh', [join(folder, 'postern')], {
    env: { PATH: process.env['PATH'], POLICY_FILE: 'policy.yaml' },
  });

  expect(loadConfig(JSON.parse(stdout))).toMatchObject(installed);
});

/** As systemd reads EnvironmentFile=: a line that was left blank is set, and wins over Environment=. */
function fileAsItIs(): Readonly<Record<string, string>> {
  const lines = `${page('ops/postern.service').match(/(?<=^Environment=).*$/m)?.[0] ?? ''}\n${page('.env.example')}`;
  return Object.fromEntries(
    [...lines.matchAll(/(?<=^| )([A-Z_]+)=(\S*)/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}
