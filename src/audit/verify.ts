import { hash as digest } from 'node:crypto';
import {
  type Anchor,
  type ChainRow,
  type ChainSurroundings,
  type Head,
  hashBeforeFirst,
} from '../core/chain.ts';
import { prunedBehind } from './verify-anchor.ts';
import { contradictions } from './verify-entry.ts';
import type { Problem } from './verify-problem.ts';

export interface ChainCheckOptions {
  /** What was read in audit channels. */
  readonly heads: readonly Head[];
  /** Undefined for a part of the log, which begins with whatever number it does. */
  readonly surroundings: ChainSurroundings | undefined;
  /** Events of other addresses were left out. */
  readonly mayHaveGaps?: boolean;
}

export interface ChainReport {
  readonly count: number;
  readonly first: number | undefined;
  /** Of the last event. Undefined where there is none. */
  readonly last: Head | undefined;
  /** The first of them, by number. Empty: nothing is wrong. */
  readonly problems: readonly Problem[];
  /** Problems beyond those. */
  readonly more: number;
  /** Those that the database has kept of channels, and that were held against an event or the anchor. */
  readonly keptHeads: number;
  readonly headsFound: number;
  /** Of events that aren't in what was read, though nothing says that they should be. */
  readonly headsElsewhere: number;
}

export interface ChainCheck {
  /** In the order of their numbers. */
  take(row: ChainRow): void;
  finish(): ChainReport;
}

/** Told one by one. What is beyond is counted. */
const toldProblems = 20;

/** Checks a chain from its first event, or its anchor, to its last. */
export function createChainCheck({
  heads,
  surroundings,
  mayHaveGaps = false,
}: ChainCheckOptions): ChainCheck {
  const problems: Problem[] = [];
  let more = 0;
  let count = 0;
  let first: number | undefined;
  let last: Anchor | undefined =
    surroundings && (surroundings.anchor ?? { number: 0, hash: hashBeforeFirst });
  let anchorIsNamed = surroundings?.anchor === undefined;
  let headsFound = 0;
  let keptHeads = 0;
  const waiting = byNumber(heads);
  const kept = byNumber(keptOf(surroundings));

  return { take, finish };

  function take(row: ChainRow): void {
    const { number, hash, hashed, previousLength } = row;
    const linked = checkPlace(row);
    if (linked && last && (previousLength !== 32 || hashed.compare(last.hash, 0, 32, 0, 32) !== 0)) {
      wrong({ kind: 'previous-hash', number });
    }
    // In hexadecimal digits, since a buffer of its own takes twice as long.
    if (digest('sha256', hashed, 'hex') !== hash.toString('hex')) wrong({ kind: 'hash', number });
    const entry = hashed.subarray(previousLength);
    const fields = contradictions(entry, number, row.columns);
    if (!fields) wrong({ kind: 'no-entry', number });
    else if (fields.length > 0) wrong({ kind: 'columns', number, fields });
    if (!anchorIsNamed && surroundings?.anchor) anchorIsNamed = prunedBehind(entry, surroundings.anchor);
    if (waiting.size > 0) checkHeads(row);
    if (kept.size > 0) checkKept(row);
    count += 1;
    first ??= number;
    last = row;
  }

  /** Whether the event before this one was read. */
  function checkPlace({ number }: ChainRow): boolean {
    if (!last || number === last.number + 1) return true;
    if (number <= last.number) {
      wrong({ kind: 'twice', number });
      return false;
    }
    if (!mayHaveGaps) wrong({ kind: 'missing', number: last.number + 1, to: number - 1 });
    return false;
  }

  function checkHeads({ number, hash }: ChainRow): void {
    for (const head of waiting.get(number) ?? []) {
      if (hash.toString('hex').startsWith(head.hash)) headsFound += 1;
      else wrong({ kind: 'head-differs', number, read: head.hash, found: hash.toString('hex') });
    }
    waiting.delete(number);
  }

  /** One of an event that is missing needs no word of its own: that is told. */
  function checkKept({ number, hash }: Anchor): void {
    for (const { channel, hash: posted } of kept.get(number) ?? []) {
      keptHeads += 1;
      const found = hash.toString('hex');
      if (found !== posted) wrong({ kind: 'posted-differs', number, channel, posted, found });
    }
    kept.delete(number);
  }

  function finish(): ChainReport {
    const anchor = surroundings?.anchor;
    if (anchor) checkKept(anchor);
    if (anchor && !anchorIsNamed) wrong({ kind: 'anchor-unnamed', number: anchor.number });
    const lastNumber = last?.number ?? 0;
    for (const { channel, postedNumber } of surroundings?.channels ?? []) {
      if (postedNumber > lastNumber)
        wrong({ kind: 'cut', number: lastNumber + 1, channel, posted: postedNumber });
    }
    return {
      count,
      first,
      last: last && count > 0 ? { number: last.number, hash: last.hash.toString('hex') } : undefined,
      headsElsewhere: checkRemainingHeads(anchor),
      problems: problems.toSorted((one, other) => one.number - other.number),
      more,
      keptHeads,
      headsFound,
    };
  }

  /** Those of no event that was read. How many nothing can be said of. */
  function checkRemainingHeads(anchor: Anchor | undefined): number {
    let elsewhere = 0;
    for (const { number, hash } of [...waiting.values()].flat()) {
      const isAnchor = anchor?.number === number;
      if (isAnchor && anchor.hash.toString('hex').startsWith(hash)) headsFound += 1;
      else if (isAnchor)
        wrong({ kind: 'head-differs', number, read: hash, found: anchor.hash.toString('hex') });
      else if (!surroundings || (anchor && number < anchor.number)) elsewhere += 1;
      else wrong({ kind: 'head-missing', number, read: hash });
    }
    return elsewhere;
  }

  function wrong(problem: Problem): void {
    if (problems.length < toldProblems) problems.push(problem);
    else more += 1;
  }
}

interface KeptHead extends Head {
  readonly channel: string;
}

function keptOf(surroundings: ChainSurroundings | undefined): readonly KeptHead[] {
  return (surroundings?.channels ?? []).flatMap(({ channel, head }) =>
    head ? [{ channel, number: head.number, hash: head.hash.toString('hex') }] : [],
  );
}

function byNumber<T extends Head>(heads: readonly T[]): Map<number, readonly T[]> {
  const grouped = new Map<number, readonly T[]>();
  for (const head of heads) grouped.set(head.number, [...(grouped.get(head.number) ?? []), head]);
  return grouped;
}
