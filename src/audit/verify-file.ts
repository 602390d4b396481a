import { createChainCheck, type ChainReport } from './verify.ts';
import { readJsonLine } from './export-jsonl.ts';
import { createLineCutter } from './lines.ts';
import type { Head } from '../core/chain.ts';

export interface FileCheckOptions {
  readonly heads: readonly Head[];
  /** It was exported of one address, so numbers are missing. */
  readonly mayHaveGaps: boolean;
}

export interface FileReport {
  readonly chain: ChainReport;
  /** Lines that are none of an export, counted from 1. */
  readonly unreadable: readonly number[];
}

/** Checks what `postern audit export --format jsonl` wrote, from wherever it begins. */
export async function checkExportedFile(
  chunks: AsyncIterable<Buffer>,
  { heads, mayHaveGaps }: FileCheckOptions,
): Promise<FileReport> {
  const check = createChainCheck({ heads, surroundings: undefined, mayHaveGaps });
  const unreadable: number[] = [];
  let lines = 0;
  const { take, end } = createLineCutter((line) => {
    lines += 1;
    const row = readJsonLine(line);
    if (row) check.take(row);
    else unreadable.push(lines);
  });
  for await (const chunk of chunks) take(chunk);
  end();
  return { chain: check.finish(), unreadable };
}
