import { databaseProxy } from '../test/support/database-proxy.ts';
import { authClient, type AuthClient } from '../test/mail/support/auth-client.ts';
import { dovecot23Missing } from '../test/mail/support/installed.ts';
import { startDovecot23 } from '../test/mail/support/start-dovecot-23.ts';
import { busyMilliseconds } from './busy-time.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { addressOf, fillForSignIn, type Passwords, type Size, sizes } from './sign-in-data.ts';
import { median, percentile } from './statistics.ts';
import { usualQuery, usualSignIn } from './usual-design.ts';

const rounds = 5;
const milliseconds = 2000;
const atOnce = 8;
/** So that a design of five seconds a sign-in has an end, too. */
const mostInRound = 1500;

interface Pass {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the whole machine, in milliseconds for each. */
  readonly cpu: number;
}

interface Design {
  readonly name: 'ours' | 'usual';
  readonly clients: readonly AuthClient[];
  stop(): Promise<void>;
}

/** Sign-ins through a real Dovecot 2.3, at its auth socket, 8 at a time: ours, and every hash tried in the database. */
export async function measureSignIns(server: BenchServer): Promise<readonly Figure[]> {
  if (dovecot23Missing !== undefined) {
    console.error(`No sign-ins measured: ${dovecot23Missing}`);
    return [];
  }
  const database = await server.database('bench_sign_ins');
  const passwords = await fillForSignIn(database);
  const proxy = await databaseProxy(database.bot);
  const ours = await design('ours', proxy.target);
  const usual = await design('usual', proxy.target, { signIn: usualSignIn, query: usualQuery });
  try {
    const right = new Map<Size, readonly Pass[]>();
    const rival = new Map<Size, readonly Pass[]>();
    for (const size of sizes) {
      right.set(size, await passes(ours, size, passwords, 'right'));
      rival.set(size, await passes(usual, size, passwords, 'right'));
    }
    const wrong = await passes(ours, 100, passwords, 'wrong');
    const rivalWrong = await passes(usual, 100, passwords, 'wrong');
    return figures(right, rival, wrong, rivalWrong);
  } finally {
    await Promise.all([ours.stop(), usual.stop()]);
    await proxy.close();
    await database.drop();
  }
}

async function design(
  name: Design['name'],
  database: string,
  instead?: { readonly signIn: string; readonly query: string },
): Promise<Design> {
  const dovecot = await startDovecot23({
    database,
    // Wrong passwords are measured as well: what slows down a guesser is not the cost of a sign-in.
    dropIn: 'auth_failure_delay = 0',
    ...(instead ? { instead } : {}),
  });
  const clients = await Promise.all(Array.from({ length: atOnce }, () => authClient(dovecot)));
  return {
    name,
    clients,
    async stop() {
      for (const client of clients) client.close();
      await dovecot.stop();
    },
  };
}

async function passes(
  one: Design,
  size: Size,
  passwords: Passwords,
  which: 'right' | 'wrong',
): Promise<readonly Pass[]> {
  const known = passwords.get(size) ?? [];
  const found: Pass[] = [];
  for (let round = 0; round < rounds; round += 1) found.push(await pass(one, size, known, which));
  return found;
}

async function pass(
  { clients }: Design,
  size: Size,
  known: readonly string[],
  which: 'right' | 'wrong',
): Promise<Pass> {
  const user = Buffer.from(addressOf(size));
  const times: number[] = [];
  const before = busyMilliseconds();
  const began = performance.now();
  let turn = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() - began < milliseconds && turn < mostInRound) {
        turn += 1;
        const right = known[turn % known.length] ?? '';
        // Of a device that there is: the dearest kind of wrong.
        const password =
          which === 'right' ? right : `${right.slice(0, -1)}${right.endsWith('a') ? 'b' : 'a'}`;
        const asked = performance.now();
        const { kind, line } = await client.verify({ user, password: Buffer.from(password) });
        times.push(performance.now() - asked);
        if (kind !== (which === 'right' ? 'ok' : 'refused')) throw new Error(`Not ${which}: ${line}`);
      }
    }),
  );
  const took = performance.now() - began;
  return {
    perSecond: (times.length * 1000) / took,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpu: (busyMilliseconds() - before) / times.length,
  };
}

const middle = (found: readonly Pass[], key: keyof Pass) => median(found.map((one) => one[key]));

function figures(
  right: ReadonlyMap<Size, readonly Pass[]>,
  rival: ReadonlyMap<Size, readonly Pass[]>,
  wrong: readonly Pass[],
  rivalWrong: readonly Pass[],
): readonly Figure[] {
  const at = (size: Size) => right.get(size) ?? [];
  const usualAt = (size: Size) => rival.get(size) ?? [];
  const ratio = middle(at(100), 'perSecond') / middle(usualAt(100), 'perSecond');
  const flatness = middle(at(1), 'perSecond') / middle(at(1000), 'perSecond');
  return [
    ...sizes.flatMap((size): readonly Figure[] => [
      {
        name: `sign-ins with ${size} devices; floor: every hash tried in SQL`,
        value: middle(at(size), 'perSecond'),
        unit: '/s',
        floor: middle(usualAt(size), 'perSecond'),
        ...(size === 100 ? { target: `≥ 30 ×: ${ratio.toFixed(0)}`, isMet: ratio >= 30 } : {}),
        ...(size === 1000
          ? { target: `as many as with 1, within 1.2 ×: ${flatness.toFixed(2)}`, isMet: flatness <= 1.2 }
          : {}),
      },
      ...(['p50', 'p99'] as const).map((key) => ({
        name: `  ${key}`,
        value: middle(at(size), key),
        unit: 'ms',
        floor: middle(usualAt(size), key),
      })),
      {
        name: '  CPU of the machine for each',
        value: middle(at(size), 'cpu'),
        unit: 'ms',
        floor: middle(usualAt(size), 'cpu'),
      },
    ]),
    {
      name: 'wrong password with 100 devices: CPU for each; floor: a right one',
      value: middle(wrong, 'cpu'),
      unit: 'ms',
      floor: middle(at(100), 'cpu'),
      target: 'as cheap as a right one',
      isMet: middle(wrong, 'cpu') <= 1.1 * middle(at(100), 'cpu'),
    },
    {
      name: 'the same, every hash tried in SQL',
      value: middle(rivalWrong, 'cpu'),
      unit: 'ms',
      floor: middle(usualAt(100), 'cpu'),
    },
  ];
}
