import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { settings } from '../../src/settings.ts';
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

it('gives settings that there are', () => {
  const [, line = ''] = /^Environment=(.*)$/m.exec(page('ops/postern.service')) ?? [];
  const names = [...line.matchAll(/(\w+)=/g)].map(([, name = '']) => name);

  expect(names.filter((name) => name !== 'NODE_ENV' && !Object.hasOwn(settings.shape, name))).toEqual([]);
});
