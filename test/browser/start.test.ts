import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { rootFolder } from '../../db/embedded/place.ts';
import { dana } from '../support/people.ts';
import { describeInBrowser, launchChromium } from './chromium.ts';
import { openWindow } from './window.ts';

const npmStart = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  /** What it said until it was up, or ended. */
  readonly said: string;
  readonly url: string;
}

describeInBrowser('npm start and the page', () => {
  // Cold starts, on a busy machine.
  vi.setConfig({ testTimeout: 120_000 });
  const running = new Set<ChildProcess>();
  let folder = '';
  let browser: Browser;

  beforeAll(async () => {
    // With a blank, as in `My Documents`.
    folder = join(await realpath(await mkdtemp(join(tmpdir(), 'postern-start-'))), 'my copy');
    await mkdir(folder);
    await mkdir(temporary());
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    for (const child of running) child.kill('SIGKILL');
    await rm(rootFolder(join(folder, '.postern', 'sandbox')), { recursive: true, force: true });
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  const temporary = (): string => join(folder, '..', 'temporary');

  /** `npm start`, less npm, in the folder. */
  async function start(port: string): Promise<Started> {
    const child = spawn(process.execPath, [npmStart], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HTTP_PORT: port, TMPDIR: temporary() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    let said = '';
    const ended = once(child, 'close');
    const up = new Promise<void>((resolve) => {
      const hear = (words: unknown) => {
        said += String(words);
        if (said.includes('Ctrl-C ends it')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
    });
    await Promise.race([up, ended]);
    return { child, said, url: /http:\S+/.exec(said)?.[0] ?? '' };
  }

  async function end({ child }: Started, signal: 'SIGINT' | 'SIGKILL'): Promise<unknown> {
    const exited = once(child, 'exit');
    child.kill(signal);
    const [code] = await exited;
    return code;
  }

  it('keeps the data and the page over Ctrl-C, a kill, and a port that is taken', async () => {
    const first = await start('0');
    expect(first.said).toMatch(/Open .*127\.0\.0\.1[^]*Dana[^]*Sam[^]*Eve[^]*\/devices alice@example\.com/);
    const { port } = new URL(first.url);
    const hers = await openWindow(browser, first.url, dana);
    await hers.ask('/devices add bob@example.com Desk', 'For Desk on bob@example.com');

    const second = await start(port);
    expect(second.said).toContain(`Port ${port} is taken`);
    expect(second.child.exitCode).toBe(1);

    // With the page open, which must not hold it up.
    expect(await end(first, 'SIGINT')).toBe(0);
    expect(await readdir(temporary())).toEqual([]);
    await hers.page.getByText('Reconnecting…').waitFor();
    await hers.say('/devices bob@example.com');
    await hers.page.getByText('The sandbox can’t be reached. Is it still running?').waitFor();

    const third = await start(port);
    await hers.page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    // What could not be sent is still in the field.
    await hers.page.getByRole('button', { name: 'Send', exact: true }).click();
    await hers.message('1 device of bob@example.com');

    await end(third, 'SIGKILL');
    const fourth = await start(port);
    await hers.page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    await hers.ask('/devices bob@example.com', '1 device of bob@example.com');
    expect(await end(fourth, 'SIGINT')).toBe(0);
  });
});
