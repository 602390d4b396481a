import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, vi } from 'vitest';
import { rootFolder } from '../../db/embedded/place.ts';
import { loadConfig } from '../../src/config.ts';
import { beginDatabase } from '../../src/database.ts';
import { sandboxOf } from '../../src/sandbox-settings.ts';
import { createLog } from '../../src/log.ts';
import { type Postern, type StartOptions, startPostern } from '../../src/start.ts';
import { launchChromium } from './chromium.ts';
import { openWindow, type Window, wide } from './window.ts';

export interface TestSandbox {
  readonly window: (user: string, viewport?: typeof wide) => Promise<Window>;
}

/**
 * The sandbox as `npm start` without tokens starts it, in a home that is empty, and a browser. Windows are closed after
 * each test; what was done stays for the next one.
 */
export function testSandbox(options: Pick<StartOptions, 'sandboxMail'> = {}): TestSandbox {
  // A browser on a busy machine.
  vi.setConfig({ testTimeout: 60_000 });
  let home = '';
  let postern: Postern | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    home = await realpath(await mkdtemp(join(tmpdir(), 'postern browser ')));
    [postern, browser] = await Promise.all([startIn(home, options), launchChromium()]);
  }, 120_000);
  afterEach(async () => {
    await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  });
  afterAll(async () => {
    await browser?.close();
    await postern?.stop();
    // Where root's database is; nothing is there for anybody else.
    await rm(rootFolder(join(home, 'sandbox')), { recursive: true, force: true });
    await rm(home, { recursive: true, force: true });
  }, 60_000);

  return {
    window(user, viewport = wide) {
      if (!browser || !postern) throw new Error('The sandbox runs only inside tests and hooks');
      return openWindow(browser, postern.url, user, viewport);
    },
  };
}

function startIn(home: string, options: Pick<StartOptions, 'sandboxMail'>): Promise<Postern> {
  const log = createLog('error');
  const config = sandboxOf(loadConfig({ POSTERN_HOME: home, HTTP_PORT: '0' }));
  return startPostern(config, {
    ...options,
    log,
    embedded: beginDatabase(config, () => {}),
    onFatal: (sentence) => log.error({ sentence }, 'fatal'),
  });
}
