import fc from 'fast-check';
import { UserError } from '../../../src/core/errors.ts';
import { parseOption } from '../../../src/core/option.ts';
import { userErrorView } from '../../../src/core/words.ts';
import { readLabel, typedLabel } from '../../safety/labels.ts';
import { checkOnSlack } from '../../safety/on-slack-surface.ts';
import { problemsOnDiscord, skeletonOn } from '../../safety/on-discord-surface.ts';
import { usual } from '../../safety/surface-context.ts';
import { type Surface, surfacesOf, typedCommand } from '../../safety/surfaces.ts';
import { problemsInExports } from '../injected/in-exports.ts';
import { lineCount, problemsInTerminal } from '../injected/in-terminal.ts';
import type { Row } from '../row.ts';

/** Strings that are drawn at random at a time. */
const batch = 200;

/** The written-down grammar of addresses, once more: nothing here is read from the code that decides. */
const anAddress = /^[a-z0-9.+_-]{1,64}[a-z0-9.+_-]*@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

export const injections: Row = {
  id: 'S7',
  measure: 'Strings that became more than words on a surface of Slack, Discord, the terminal or an export',
  target: '0 strings × surfaces',
  short: 20_000,
  full: 1_000_000,

  async run({ n, seed, note }) {
    const plain = new Map((await surfacesOf(usual('Phone'))).map((surface, at) => [at, baseOf(surface)]));
    const problems = new Map<string, string>();
    const surfaces = new Set<string>();
    let cells = 0;
    let strings = 0;
    let kept = 0;
    const count = (raw: string, places: number, found: readonly string[]): void => {
      cells += places;
      for (const problem of found) problems.set(problem, raw);
    };

    for (let round = 1; ; round += 1) {
      if (cells >= n) break;
      if (round % 20 === 0) note(`${cells} of ${n}`);
      for (const raw of fc.sample(typedLabel, { numRuns: batch, seed: seed + round })) {
        if (cells >= n) break;
        strings += 1;
        for (const surface of await typedSurfaces(raw)) count(raw, 3, problemsOf(surface));
        const read = readLabel(raw);
        if (!('label' in read)) continue;
        kept += 1;
        count(raw, 2, problemsInExports(read.label));
        for (const [at, surface] of (await surfacesOf(usual(read.label))).entries()) {
          surfaces.add(surface[0]);
          count(raw, 3, problemsOf(surface, plain.get(at)));
        }
      }
    }
    return {
      n: cells,
      result: `${problems.size} of ${cells}`,
      holds: problems.size === 0 && kept > 0 && surfaces.size >= 30,
      details: [
        `${strings} strings, ${kept} of them taken as labels; ${surfaces.size} kinds of messages and forms`,
        ...[...problems].slice(0, 20).map(([problem, raw]) => `${JSON.stringify(raw)}: ${problem}`),
      ],
    };
  },
};

type Base = ReturnType<typeof baseOf>;

const baseOf = (surface: Surface) => ({ skeleton: skeletonOn(surface), lines: lineCount(surface) });

function problemsOf(surface: Surface, base?: Base): readonly string[] {
  return [
    ...checkOnSlack(surface).problems.map((problem) => `Slack, ${problem}`),
    ...problemsOnDiscord(surface, base?.skeleton),
    ...problemsInTerminal(surface, base?.lines ?? lineCount(surface)),
  ];
}

/** What is said to who typed it where a label, an address or a word to look for is wanted. */
async function typedSurfaces(raw: string): Promise<readonly Surface[]> {
  const read = readLabel(raw);
  const refused = 'refused' in read ? [read.refused] : [];
  const address = said(() => parseOption('address', addressOption, raw));
  if (address.value !== undefined && !anAddress.test(address.value)) {
    throw new Error(`Taken as an address: ${JSON.stringify(raw)}`);
  }
  const { value: match } = said(() => parseOption('match', { ...addressOption, kind: 'search' }, raw));
  const filling = { ...usual('Phone'), devices: [], match: match ?? '' };
  const searched = await typedCommand('list', filling, { address: filling.address, match });
  return [
    ...[...refused, ...(address.sentence === undefined ? [] : [address.sentence])].map(
      (sentence): Surface => ['sentence', { view: userErrorView(new UserError('bad-option', sentence)) }],
    ),
    ['search', searched],
  ];
}

const addressOption = {
  kind: 'email',
  title: 'Address',
  description: '',
  example: 'alice@example.com',
} as const;

function said(read: () => string | readonly string[] | undefined): {
  readonly value?: string;
  readonly sentence?: string;
} {
  try {
    const value = read();
    return typeof value === 'string' ? { value } : {};
  } catch (error) {
    if (error instanceof UserError) return { sentence: error.message };
    throw error;
  }
}
