import type { ChainRow } from '../core/chain.ts';

const middle = ',"entry":';
const end = Buffer.from('}\n');
const head = /^\{"number":(\d{1,15}),"hash":"([0-9a-f]{64})","previousHash":"([0-9a-f]{64})","entry":/;
/** Longer than any beginning of a line. */
const longestHead = 220;

/**
 * One event as a line of JSON. Its entry stands in it byte for byte as it was hashed, so that the line can be verified
 * wherever it is.
 */
export function jsonLine({ number, hash, hashed, previousLength }: ChainRow): Buffer {
  const previous = hashed.toString('hex', 0, previousLength);
  const start = `{"number":${number},"hash":"${hash.toString('hex')}","previousHash":"${previous}"${middle}`;
  return Buffer.concat([Buffer.from(start), hashed.subarray(previousLength), end]);
}

/** Reads such a line again; undefined for any other. */
export function readJsonLine(line: Buffer): ChainRow | undefined {
  const found = head.exec(line.toString('latin1', 0, longestHead));
  const [start, number, hash, previous] = found ?? [];
  const isWhole = line[line.length - 1] === 0x7d;
  if (start === undefined || hash === undefined || previous === undefined || !isWhole) return undefined;
  return {
    number: Number(number),
    hash: Buffer.from(hash, 'hex'),
    hashed: Buffer.concat([Buffer.from(previous, 'hex'), line.subarray(start.length, -1)]),
    previousLength: 32,
    columns: undefined,
  };
}
