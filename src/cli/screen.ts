import { createInterface } from 'node:readline/promises';
import type { Terminal } from '../platforms/terminal/run.ts';

/** The terminal that this process was started from. */
export function screen(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  return {
    isInteractive: stdin.isTTY && stderr.isTTY,
    isScreen: stdout.isTTY,
    // https://no-color.org: set to anything but the empty string.
    colour: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    write: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
    warn: (line) => {
      stderr.write(`${line}\n`);
    },
    async confirm(question) {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        const closed = new Promise<string>((resolve) => {
          lines.once('close', () => {
            resolve('');
          });
        });
        const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
        return /^y(es)?$/i.test(answer.trim());
      } finally {
        lines.close();
      }
    },
  };
}
