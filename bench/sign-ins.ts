import { dovecot23Missing } from '../test/mail/support/installed.ts';
import { onOneCore } from './one-core.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { fillForSignIn, type Passwords, type Size, sizes } from './sign-in-data.ts';
import { type Designs, startDesigns } from './sign-in-designs.ts';
import { inTurns, type Pass } from './sign-in-passes.ts';
import { socketToPort } from './socket-to-port.ts';

const atOnce = 8;
/** Dovecot says refusals twice a second: with fewer under way it would have nothing to do in between. */
const manyAtOnce = 200;

/** More than the four Dovecots keep open together; a mail server alone gets by with the limit as it is. */
const connectionLimit = 'alter role postern_sign_in connection limit 60';

interface Found {
  readonly ours: Pass;
  readonly usual: Pass;
  readonly inLua: Pass | undefined;
  readonly oursOn24: Pass | undefined;
}

/** What ours are compared with. */
interface Rival {
  readonly name: string;
  readonly of: (one: Found) => Pass | undefined;
  /** How many times as many sign-ins ours are to be with 100 devices. */
  readonly target?: number;
}

const inSql: Rival = { name: 'every hash tried in SQL', of: (one) => one.usual, target: 30 };
const inLua: Rival = { name: 'one by one in Lua', of: (one) => one.inLua };

/** Sign-ins through real Dovecots, at their auth sockets: ours, every hash tried in the database, every hash tried in Lua. */
export async function measureSignIns(server: BenchServer): Promise<readonly Figure[]> {
  if (dovecot23Missing !== undefined) {
    console.error(`No sign-ins measured: ${dovecot23Missing}`);
    return [];
  }
  const database = await server.database('bench_sign_ins');
  const passwords = await fillForSignIn(database);
  await database.run(connectionLimit);
  const port = await socketToPort(database.bot);
  const designs = await startDesigns(port.target);
  try {
    const found = new Map<Size, Found>();
    for (const size of sizes) found.set(size, await rightOnes(designs, size, passwords));
    const ofCore = await onOneCore(() => rightOnes(designs, 100, passwords));
    const wrong = await wrongOnes(designs, passwords);
    return [
      ...figures('2.3', found, (one) => one.ours, inSql),
      ...figures('2.3', found, (one) => one.ours, inLua),
      ...figures('2.4', found, (one) => one.oursOn24, inSql),
      ...(ofCore ? figuresOfCore(ofCore) : []),
      ...wrong,
    ];
  } finally {
    await designs.stop();
    await port.close();
    await database.drop();
  }
}

async function rightOnes(
  { ours, usual, inLua: lua, oursOn24 }: Designs,
  size: Size,
  passwords: Passwords,
): Promise<Found> {
  const asked = { size, which: 'right', atOnce } as const;
  return inTurns(
    {
      ours: [ours, asked],
      usual: [usual, asked],
      inLua: lua && [lua, asked],
      oursOn24: oursOn24 && [oursOn24, asked],
    },
    passwords,
  );
}

function figures(
  version: string,
  found: ReadonlyMap<Size, Found>,
  ours: (one: Found) => Pass | undefined,
  rival: Rival,
): readonly Figure[] {
  const perSecond = (size: Size) => {
    const one = found.get(size);
    return (one && ours(one)?.perSecond) ?? Number.NaN;
  };
  const flatness = perSecond(1) / perSecond(1000);
  return [...found].flatMap(([size, one]): readonly Figure[] => {
    const floor = rival.of(one);
    const pass = ours(one);
    if (!pass || !floor) return [];
    const { target } = rival;
    const ratio = pass.perSecond / floor.perSecond;
    return [
      {
        name: `${version}: sign-ins with ${size} devices; floor: ${rival.name}`,
        value: pass.perSecond,
        unit: '/s',
        floor: floor.perSecond,
        ...(size === 100 && target !== undefined
          ? { target: `≥ ${target} ×: ${ratio.toFixed(1)}`, isMet: ratio >= target }
          : {}),
        ...(size === 1000 && target !== undefined
          ? { target: `as many as with 1, within 1.2 ×: ${flatness.toFixed(2)}`, isMet: flatness <= 1.2 }
          : {}),
      },
      ...(['p50', 'p99'] as const).map((key) => ({
        name: `  ${key}`,
        value: pass[key],
        unit: 'ms',
        floor: floor[key],
      })),
      { name: '  CPU of Dovecot and PostgreSQL for each', value: pass.cpu, unit: 'ms', floor: floor.cpu },
    ];
  });
}

/** On 2.3, which verifies in one process, that is all there is; on 2.4 a machine has as many times this as it has cores. */
function figuresOfCore(one: Found): readonly Figure[] {
  return [['2.3', one.ours] as const, ...(one.oursOn24 ? [['2.4', one.oursOn24] as const] : [])].map(
    ([version, { perSecond }]) => {
      const ratio = perSecond / one.usual.perSecond;
      return {
        name: `${version}: sign-ins with 100 devices, all servers on one core; floor: ${inSql.name}`,
        value: perSecond,
        unit: '/s',
        floor: one.usual.perSecond,
        target: `≥ ${inSql.target} ×: ${ratio.toFixed(1)}`,
        isMet: ratio >= (inSql.target ?? 0),
      };
    },
  );
}

async function wrongOnes(
  { ours, usual, inLua: lua, oursOn24 }: Designs,
  passwords: Passwords,
): Promise<readonly Figure[]> {
  const many = { size: 100, atOnce: manyAtOnce } as const;
  const right = { ...many, which: 'right' } as const;
  const wrong = { ...many, which: 'wrong' } as const;
  const found = await inTurns(
    {
      right: [ours, right],
      wrong: [ours, wrong],
      // Each takes so long that it is never idle.
      usual: [usual, { ...wrong, atOnce }],
      inLua: lua && [lua, { ...wrong, atOnce }],
      rightOn24: oursOn24 && [oursOn24, right],
      wrongOn24: oursOn24 && [oursOn24, wrong],
    },
    passwords,
  );
  const figure = (version: string, one: Pass, other: Pass): Figure => ({
    name: `${version}: wrong password with 100 devices, ${manyAtOnce} at once: CPU for each; floor: a right one`,
    value: one.cpu,
    unit: 'ms',
    floor: other.cpu,
    target: 'as cheap as a right one',
    isMet: one.cpu <= 1.1 * other.cpu,
  });
  const rival = ({ name }: Rival, { cpu }: Pass): Figure => ({
    name: `the same, ${name}; floor: ours on 2.3`,
    value: cpu,
    unit: 'ms',
    floor: found.wrong.cpu,
  });
  return [
    figure('2.3', found.wrong, found.right),
    ...(found.wrongOn24 && found.rightOn24 ? [figure('2.4', found.wrongOn24, found.rightOn24)] : []),
    rival(inSql, found.usual),
    ...(found.inLua ? [rival(inLua, found.inLua)] : []),
  ];
}
