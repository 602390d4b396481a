import type { ChainReport } from '../audit/verify.ts';
import { problemText } from '../audit/verify-problem.ts';
import type { ChainSurroundings, PostedChannel } from '../core/chain.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { printResult, type ResultOptions } from './result.ts';

export interface Verified {
  readonly chain: ChainReport;
  /** Lines of a file that are none of an export. */
  readonly unreadable: readonly number[];
  /** Undefined of a file. */
  readonly surroundings: ChainSurroundings | undefined;
  readonly seconds: number;
}

/** Says that the chain is whole, and what it was held against; or what is wrong with it. */
export function printVerified(verified: Verified, options: ResultOptions): ExitCode {
  const { chain, unreadable } = verified;
  const isWhole = unreadable.length === 0 && chain.problems.length === 0;
  if (!isWhole) sayWrong(chain, unreadable);
  printResult({ lines: isWhole ? [rightText(verified)] : [], data: dataOf(verified, isWhole) }, options);
  return isWhole ? exitCodes.done : exitCodes.notDone;
}

/** Of a file that is something else altogether, nobody reads every line. */
const mostLines = 20;

function sayWrong({ problems, more, count }: ChainReport, unreadable: readonly number[]): void {
  for (const line of unreadable.slice(0, mostLines)) {
    console.error(`Line ${line} is not one of an export as jsonl.`);
  }
  for (const problem of problems) console.error(problemText(problem));
  const untold = more + Math.max(0, unreadable.length - mostLines);
  if (untold > 0) console.error(`And ${untold} more.`);
  const found = problems.length + more + unreadable.length;
  console.error(`The audit log is not as it was written: ${found} found in ${count} events.`);
}

function rightText({ chain, surroundings, seconds }: Verified): string {
  const { count, first, last } = chain;
  if (!last) return 'There are no events, and none is missing.';
  const anchor = surroundings?.anchor;
  const speed = Math.round(count / Math.max(seconds, 0.001));
  return [
    `${count} events, #${first} to #${last.number}: the chain is whole.`,
    `Head: #${last.number} · ${last.hash}.`,
    ...(anchor ? [`Events up to #${anchor.number} were pruned.`] : []),
    ...channelsText(chain, surroundings),
    ...headsText(chain, surroundings === undefined),
    `(${speed} events/s)`,
  ].join(' ');
}

/** Beside them stands how far owners were told, and refusals. */
const isAuditChannel = ({ channel }: PostedChannel): boolean => /^(slack|discord):[^/]+$/.test(channel);

function channelsText({ keptHeads }: ChainReport, surroundings: ChainSurroundings | undefined) {
  const count = surroundings?.channels.filter(isAuditChannel).length ?? 0;
  if (count === 0) return [];
  return [
    `It reaches as far as each audit channel was posted (${count}).`,
    `The heads that the database keeps of what was posted were compared (${keptHeads}).`,
  ];
}

function headsText({ headsFound, headsElsewhere }: ChainReport, isFile: boolean): readonly string[] {
  if (headsFound + headsElsewhere === 0) {
    return [
      'What stands in the channels themselves was not compared: copy lines out of one into a file, and give --heads-file.',
    ];
  }
  const why = isFile ? 'their events are not in the file' : 'their events were pruned';
  return [
    `The heads given, as they stand in the channels, were compared (${headsFound}).`,
    ...(headsElsewhere > 0 ? [`${headsElsewhere} more could not be: ${why}.`] : []),
  ];
}

function dataOf({ chain, unreadable, surroundings }: Verified, isWhole: boolean): Record<string, unknown> {
  const anchor = surroundings?.anchor;
  return {
    isWhole,
    count: chain.count,
    first: chain.first ?? null,
    head: chain.last ?? null,
    anchor: anchor ? { number: anchor.number, hash: anchor.hash.toString('hex') } : null,
    channels: (surroundings?.channels ?? [])
      .filter(isAuditChannel)
      .map(({ channel, postedNumber }) => ({ channel, postedNumber })),
    heads: { kept: chain.keptHeads, found: chain.headsFound, elsewhere: chain.headsElsewhere },
    problems: chain.problems.map((problem) => ({
      number: problem.number,
      kind: problem.kind,
      sentence: problemText(problem),
    })),
    more: chain.more,
    unreadable,
  };
}
