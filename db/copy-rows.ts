import type { Readable } from 'node:stream';
import type postgres from 'postgres';

/** A field of a row; undefined for null. It shares its memory with the chunk that it came in. */
export type CopyField = Buffer | undefined;

const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
/** Behind the signature: flags, and how long the rest of the header is. */
const headerLength = signature.length + 8;

/**
 * Cuts what `COPY … TO STDOUT (FORMAT binary)` sends into rows. PostgreSQL sends a row a message, but promises it nowhere.
 *
 * @param visit gets the same array each time: what is kept has to be taken out of it
 * @returns what takes the chunks, in order
 * @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4
 */
export function createRowCutter(visit: (fields: readonly CopyField[]) => void): (chunk: Buffer) => void {
  let rest: Buffer | undefined;
  let inHeader = true;
  const fields: CopyField[] = [];

  return (chunk) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let position = 0;
    if (inHeader) {
      if (bytes.length < headerLength) {
        rest = bytes;
        return;
      }
      if (!bytes.subarray(0, signature.length).equals(signature)) throw new Error('This is no binary COPY');
      position = headerLength + bytes.readUInt32BE(headerLength - 4);
      inHeader = false;
    }
    while (position < bytes.length) {
      const end = readRow(bytes, position);
      if (end === undefined) break;
      position = end;
    }
    rest = position < bytes.length ? bytes.subarray(position) : undefined;
  };

  /** Where the next row begins; undefined where this one isn't whole. */
  function readRow(bytes: Buffer, start: number): number | undefined {
    if (start + 2 > bytes.length) return undefined;
    const count = bytes.readInt16BE(start);
    // The end of all rows.
    if (count === -1) return bytes.length;
    let position = start + 2;
    fields.length = 0;
    for (let index = 0; index < count; index += 1) {
      if (position + 4 > bytes.length) return undefined;
      const length = bytes.readInt32BE(position);
      position += 4;
      if (length === -1) {
        fields.push(undefined);
        continue;
      }
      if (position + length > bytes.length) return undefined;
      fields.push(bytes.subarray(position, position + length));
      position += length;
    }
    visit(fields);
    return position;
  }
}

/**
 * What a query finds, in binary.
 *
 * Ask nothing else on its connection afterwards: where all of it came at once, the driver (3.4.9) leaves the socket paused.
 */
export function copied(sql: postgres.Sql, query: string): Promise<Readable> {
  return sql.unsafe(`copy (${query}) to stdout (format binary)`).readable();
}
