import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readChain } from '../../db/chain-reader.ts';
import { type ChainCheck, createChainCheck } from '../audit/verify.ts';
import { checkExportedFile } from '../audit/verify-file.ts';
import { readHeads } from '../audit/verify-heads.ts';
import type { ChainSurroundings, Head } from '../core/chain.ts';
import { UserError } from '../core/errors.ts';
import type { ExitCode } from '../platforms/terminal/run.ts';
import { withChainLogin } from './audit-login.ts';
import { printVerified } from './audit-verified.ts';
import type { ResultOptions } from './result.ts';

export interface VerifyOptions {
  readonly heads: readonly Head[];
  readonly headsFile: string | undefined;
  /** What was exported, in place of the database. */
  readonly file: string | undefined;
  readonly mayHaveGaps: boolean;
}

/** Verifies the audit log, and says what is wrong with it. */
export async function verifyAudit(options: VerifyOptions, printing: ResultOptions): Promise<ExitCode> {
  const { headsFile, file, mayHaveGaps } = options;
  const heads = [...options.heads, ...(headsFile === undefined ? [] : await headsOf(headsFile))];
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  if (file !== undefined) {
    const { chain, unreadable } = await withFile(file, () =>
      checkExportedFile(createReadStream(file), { heads, mayHaveGaps }),
    );
    return printVerified({ chain, unreadable, surroundings: undefined, seconds: seconds() }, printing);
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
    return printVerified(
      { chain: check.finish(), unreadable: [], surroundings, seconds: seconds() },
      printing,
    );
  });
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
