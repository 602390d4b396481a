import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type postgres from 'postgres';
import type { ChainRow, ChainSurroundings } from '../src/core/chain.ts';
import { chainColumns, toChainRow } from './chain-row.ts';
import { connect, type DatabaseTarget } from './client.ts';
import { copied, createRowCutter } from './copy-rows.ts';

/**
 * Reads the whole audit log in the order of its numbers, and what stands beside it, as of one moment.
 *
 * In a COPY, whose bytes are handed on as they come: rows of the driver take several times as long. On a connection of its
 * own, since a statement of the pool is given up after 2.5 s.
 *
 * @param target of the bot, of `postern_auditor` or of the owner
 * @param begin gets what stands beside the events, and gives back what takes each of them
 */
export async function readChain(
  target: DatabaseTarget,
  begin: (surroundings: ChainSurroundings) => (row: ChainRow) => void,
): Promise<void> {
  const sql = connect(target, { max: 1, connection: { application_name: 'postern audit' } });
  try {
    // Nobody ends it: the driver (3.4.9) may not hear another answer on a connection that copied (see `copied`).
    await sql`begin isolation level repeatable read read only`;
    // A login may have been given one.
    await sql`set local statement_timeout = 0`;
    const take = begin(await readSurroundings(sql));
    await handEach(
      await copied(sql, `${chainColumns} order by number`),
      createRowCutter((fields) => take(toChainRow(fields))),
    );
  } finally {
    // What was begun and isn't wanted any more would be read to its end otherwise.
    await sql.end({ timeout: 0 });
  }
}

async function readSurroundings(sql: postgres.Sql): Promise<ChainSurroundings> {
  const channels = await sql<{ channel: string; number: string; head: string | null; hash: Buffer | null }[]>`
    select channel, posted_number as number, head_number as head, head_hash as hash
    from audit_channel order by channel`;
  const [anchor] = await sql<{ number: string; hash: Buffer }[]>`
    select number, hash from audit_anchor order by number desc limit 1`;
  return {
    anchor: anchor && { number: Number(anchor.number), hash: anchor.hash },
    channels: channels.map(({ channel, number, head, hash }) => ({
      channel,
      postedNumber: Number(number),
      head: head === null || hash === null ? undefined : { number: Number(head), hash },
    })),
  };
}

/** Hands each chunk on as it comes. Awaiting them one by one would take longer than all that is done with them. */
async function handEach(stream: Readable, take: (chunk: Buffer) => void): Promise<void> {
  stream.on('data', (chunk: Buffer) => {
    try {
      take(chunk);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error('Something that is no error was thrown'));
    }
  });
  await finished(stream);
}
