const newline = 0x0a;

/**
 * Cuts bytes into lines, without what ends them.
 *
 * @returns what takes the chunks, in order; at the end `end` hands on a last line that nothing ended
 */
export function createLineCutter(visit: (line: Buffer) => void): {
  readonly take: (chunk: Buffer) => void;
  readonly end: () => void;
} {
  let rest: Buffer[] = [];
  return {
    take(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        const piece = chunk.subarray(start, end);
        visit(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
        rest = [];
        start = end + 1;
      }
      if (start < chunk.length) rest.push(chunk.subarray(start));
    },
    end() {
      if (rest.length > 0) visit(Buffer.concat(rest));
      rest = [];
    },
  };
}
