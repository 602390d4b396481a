import { readFileSync } from 'node:fs';

/** `sysconf(_SC_CLK_TCK)` of every Linux. */
const ticksPerSecond = 100;

/**
 * Milliseconds that all processors of this machine were busy so far, whoever kept them: Dovecot, PostgreSQL, and who asks.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_stat.5.html
 */
export function busyMilliseconds(): number {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1);
  const [user = 0, nice = 0, system = 0, , , interrupts = 0, softInterrupts = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return ((user + nice + system + interrupts + softInterrupts) * 1000) / ticksPerSecond;
}
