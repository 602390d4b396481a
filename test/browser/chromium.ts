import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { describe, it } from 'vitest';

/** Where Debian and Ubuntu have it; nothing is downloaded. */
const executablePath = '/usr/bin/chromium';

const reason = `no Chromium at ${executablePath}`;

/** A suite that needs a browser: skipped where there is none, which must not pass for tried on a build machine. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (existsSync(executablePath)) {
    describe(name, suite);
  } else if (process.env['CI']) {
    describe(name, () => {
      it('needs a browser', () => {
        throw new Error(`There is ${reason}`);
      });
    });
  } else {
    process.stderr.write(`Skipped: ${name}: ${reason}\n`);
    describe.skip(`${name} (${reason})`, suite);
  }
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
