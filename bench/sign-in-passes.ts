import type { AuthClient } from '../test/mail/support/auth-client.ts';
import { startedProcessesMilliseconds } from './busy-time.ts';
import type { Design } from './sign-in-designs.ts';
import { addressOf, type Passwords, type Size } from './sign-in-data.ts';
import { median, percentile } from './statistics.ts';

const rounds = 5;
const milliseconds = 1500;

export interface Pass {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of Dovecot and PostgreSQL, in milliseconds for each. */
  readonly cpu: number;
}

export interface Asked {
  readonly size: Size;
  /** A wrong one has the tag of a device that there is: the dearest kind of wrong. */
  readonly which: 'right' | 'wrong';
  readonly atOnce: number;
}

export type Run = readonly [Design, Asked];

/**
 * Medians of short rounds, in turns: what else the machine does meets all of them alike.
 *
 * @param runs undefined: of a design that isn't there
 */
export async function inTurns<Runs extends Readonly<Record<string, Run | undefined>>>(
  runs: Runs,
  passwords: Passwords,
): Promise<{ readonly [Name in keyof Runs]: Pass | Extract<Runs[Name], undefined> }> {
  const found = Object.entries(runs).map(([name, run]) => ({ name, run, passes: new Array<Pass>() }));
  for (let round = 0; round < rounds; round += 1) {
    for (const { run, passes } of found) {
      if (run) passes.push(await pass(...run, passwords.get(run[1].size) ?? []));
    }
  }
  // The same names again.
  return Object.fromEntries(found.map(({ name, run, passes }) => [name, run && middleOf(passes)])) as {
    readonly [Name in keyof Runs]: Pass | Extract<Runs[Name], undefined>;
  };
}

function middleOf(passes: readonly Pass[]): Pass {
  const middle = (key: keyof Pass) => median(passes.map((one) => one[key]));
  return { perSecond: middle('perSecond'), p50: middle('p50'), p99: middle('p99'), cpu: middle('cpu') };
}

async function pass(
  { clients }: Design,
  { size, which, atOnce }: Asked,
  known: readonly string[],
): Promise<Pass> {
  const user = Buffer.from(addressOf(size));
  const times: number[] = [];
  const before = startedProcessesMilliseconds();
  const began = performance.now();
  let turn = 0;
  const lane = async (client: AuthClient): Promise<void> => {
    while (performance.now() - began < milliseconds) {
      turn += 1;
      const right = known[turn % known.length] ?? '';
      const password = which === 'right' ? right : `${right.slice(0, -1)}${right.endsWith('a') ? 'b' : 'a'}`;
      const asked = performance.now();
      const { kind, line } = await client.verify({ user, password: Buffer.from(password) });
      times.push(performance.now() - asked);
      if (kind !== (which === 'right' ? 'ok' : 'refused')) throw new Error(`Not ${which}: ${line}`);
    }
  };
  const lanes = Array.from({ length: atOnce / clients.length }, () => clients.map(lane));
  await Promise.all(lanes.flat());
  const took = performance.now() - began;
  return {
    perSecond: (times.length * 1000) / took,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpu: (startedProcessesMilliseconds() - before) / times.length,
  };
}
