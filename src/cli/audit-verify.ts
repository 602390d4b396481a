import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readChain } from '../../db/chain-reader.ts';
import { type ChainCheck, type ChainReport, createChainCheck } from '../audit/verify.ts';
import { checkExportedFile } from '../audit/verify-file.ts';
import { readHeads } from '../audit/verify-heads.ts';
import { problemText } from '../audit/verify-problem.ts';
import type { ChainSurroundings, Head } from '../core/chain.ts';
import { UserError } from '../core/errors.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { withChainLogin } from './audit-login.ts';

export interface VerifyOptions {
  readonly heads: readonly Head[];
  readonly headsFile: string | undefined;
  /** What was exported, in place of the database. */
  readonly file: string | undefined;
  readonly mayHaveGaps: boolean;
}

/** Verifies the audit log, and says what is wrong with it. */
export async function verifyAudit(options: VerifyOptions): Promise<ExitCode> {
  const { headsFile, file, mayHaveGaps } = options;
  const heads = [...options.heads, ...(headsFile === undefined ? [] : await headsOf(headsFile))];
  const began = performance.now();
  if (file !== undefined) {
    const { chain, unreadable } = await withFile(file, () =>
      checkExportedFile(createReadStream(file), { heads, mayHaveGaps }),
    );
    return say(chain, unreadable, began, undefined);
  }
  return withChainLogin(async (target) => {
    let check: ChainCheck | undefined;
    let surroundings: ChainSurroundings | undefined;
    await readChain(target, (read) => {
      surroundings = read;
      check = createChainCheck({ heads, surroundings: read });
      return check.take;
    });
    if (!check) throw new Error('Nothing was read');
    return say(check.finish(), [], began, surroundings);
  });
}

function say(
  report: ChainReport,
  unreadable: readonly number[],
  began: number,
  surroundings: ChainSurroundings | undefined,
): ExitCode {
  const seconds = (performance.now() - began) / 1000;
  const wrong = [
    ...unreadable.slice(0, 20).map((line) => `Line ${line} is not one of an export as jsonl.`),
    ...report.problems.map(problemText),
  ];
  if (wrong.length === 0) {
    console.log(rightText(report, seconds, surroundings));
    return exitCodes.done;
  }
  for (const sentence of wrong) console.error(sentence);
  const more = report.more + Math.max(0, unreadable.length - 20);
  if (more > 0) console.error(`And ${more} more.`);
  console.error(
    `The audit log is not as it was written: ${wrong.length + more} found in ${report.count} events.`,
  );
  return exitCodes.notDone;
}

function rightText(
  report: ChainReport,
  seconds: number,
  surroundings: ChainSurroundings | undefined,
): string {
  const { count, first, last, headsFound, headsElsewhere } = report;
  if (!last) return 'There are no events, and none is missing.';
  const heads = [
    ...(headsFound > 0 ? [` ${headsFound} of the heads given are in it.`] : []),
    ...(headsElsewhere > 0
      ? [` ${headsElsewhere} are of events that are not in it, so they say nothing.`]
      : []),
  ].join('');
  const anchor = surroundings?.anchor;
  const pruned = anchor ? ` Events up to #${anchor.number} were pruned.` : '';
  const speed = Math.round(count / Math.max(seconds, 0.001));
  return `${count} events, #${first} to #${last.number}, are as they were written. Head: #${last.number} · ${last.hash}.${pruned}${heads} (${speed} events/s)`;
}

async function headsOf(path: string): Promise<readonly Head[]> {
  const heads = readHeads(await withFile(path, () => readFile(path, 'utf8')));
  if (heads.length > 0) return heads;
  throw new UserError('bad-option', `There is no head such as #1042 · 3f9a1c07 in ${path}.`);
}

async function withFile<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('path' in error || error.code === 'EISDIR'))
      throw error;
    throw new UserError('bad-option', `${path} can’t be read (${String(error.code)}).`, { cause: error });
  }
}
