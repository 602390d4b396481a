import { describe, it } from 'vitest';

/**
 * Stories that need something installed: skipped where it is missing, under a name that says what to install. On a build
 * machine they fail instead: skipped must not pass for tried.
 */
export function describeOn(name: string, missing: string | undefined, stories: () => void): void {
  if (missing === undefined) {
    describe(name, stories);
  } else if (process.env['CI']) {
    describe(name, () => {
      it('has what it needs', () => {
        throw new Error(`${name}: ${missing}`);
      });
    });
  } else {
    process.stderr.write(`Skipped: ${name}: ${missing}\n`);
    describe.skip(`${name}: ${missing}`, stories);
  }
}
