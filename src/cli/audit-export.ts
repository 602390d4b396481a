import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createAuditLog } from '../../db/audit-log.ts';
import { type ChainExport, openChainExport, type Selection } from '../../db/chain-export.ts';
import { explain } from '../../db/failures.ts';
import { csvHeader, csvLine } from '../audit/export-csv.ts';
import { jsonLine } from '../audit/export-jsonl.ts';
import { ocsfLine } from '../audit/export-ocsf.ts';
import type { ExportFormat } from '../core/audit.ts';
import type { ChainRow } from '../core/chain.ts';
import type { EmailAddress } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { demandExport } from './audit-permission.ts';
import { withStore } from './session.ts';

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly since: Date | undefined;
  readonly address: EmailAddress | undefined;
}

/** Writes events to standard output, once the log says that they go out. */
export async function exportAudit(options: ExportOptions): Promise<ExitCode> {
  return withStore(async (opened) => {
    const { id: by } = await demandExport(opened, 'audit-export', options.address);
    const chain = openChainExport(opened.store.bot);
    try {
      const selection = await select(chain, options);
      const { count, upTo } = await chain.count(selection);
      // Before the first byte: what goes out unannounced can't be called back.
      await createAuditLog(opened.store.db).append({
        kind: 'audit.exported',
        by,
        op: crypto.randomUUID(),
        format: options.format,
        since: options.since?.toISOString() ?? null,
        address: options.address ?? null,
        count,
        upTo,
      });
      return await writeOut(lines(chain.read(selection, upTo), options.format));
    } catch (error) {
      throw explain(error);
    } finally {
      await chain.close();
    }
  });
}

async function select(chain: ChainExport, { since, address }: ExportOptions): Promise<Selection> {
  if (address === undefined) return { since, address };
  const found = await chain.findAddress(address);
  if (found === undefined) {
    throw new UserError('no-such-address', `There is no address ${address}. Nothing was exported.`);
  }
  return { since, address: found };
}

/** About as much as a pipe takes at once. */
const blockSize = 65_536;

async function* lines(
  found: AsyncIterable<readonly ChainRow[]>,
  format: ExportFormat,
): AsyncGenerator<Buffer> {
  let block: Buffer[] = format === 'csv' ? [Buffer.from(csvHeader)] : [];
  let size = 0;
  for await (const rows of found) {
    for (const row of rows) {
      const line = lineOf(row, format);
      block.push(line);
      size += line.length;
    }
    if (size < blockSize) continue;
    yield Buffer.concat(block);
    block = [];
    size = 0;
  }
  if (block.length > 0) yield Buffer.concat(block);
}

function lineOf(row: ChainRow, format: ExportFormat): Buffer {
  switch (format) {
    case 'jsonl':
      return jsonLine(row);
    case 'csv':
      return Buffer.from(csvLine(row));
    case 'ocsf':
      return Buffer.from(ocsfLine(row));
  }
}

async function writeOut(blocks: AsyncIterable<Buffer>): Promise<ExitCode> {
  try {
    await pipeline(Readable.from(blocks, { objectMode: true, highWaterMark: 1 }), process.stdout, {
      end: false,
    });
    return exitCodes.done;
  } catch (error) {
    // Whoever read it had enough, such as `head`.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EPIPE') throw error;
    console.error('Nobody reads on, so not all of it was exported.');
    return exitCodes.notDone;
  }
}
