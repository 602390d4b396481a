import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createImapInput, type ImapInput } from '../../../src/sandbox/mail/imap-input.ts';

/** What is heard of these bytes, sent in these pieces. */
function hear(...pieces: readonly (string | Buffer)[]): readonly ImapInput[] {
  const input = createImapInput();
  return pieces.flatMap((piece) => input(Buffer.from(piece)));
}

const words = (...said: readonly string[]): ImapInput => ({ kind: 'words', words: said });
const announced: ImapInput = { kind: 'announced' };
const tooLong: ImapInput = { kind: 'too-long' };
const unread: ImapInput = { kind: 'words', words: undefined };

describe('what an IMAP client sends', () => {
  it.each<[string, readonly string[], readonly ImapInput[]]>([
    ['a command', ['a NOOP\r\n'], [words('a', 'NOOP')]],
    ['a command that ends in a line feed alone', ['a NOOP\n'], [words('a', 'NOOP')]],
    ['two commands at once', ['a NOOP\r\nb NOOP\r\n'], [words('a', 'NOOP'), words('b', 'NOOP')]],
    ['an empty line', ['\r\n'], [words()]],
    ['half a line', ['a NOO'], []],
    ['quoted strings', ['a LOGIN "x y" "p\\"\\\\w"\r\n'], [words('a', 'LOGIN', 'x y', 'p"\\w')]],
    ['an empty string', ['a LIST "" ""\r\n'], [words('a', 'LIST', '', '')]],
    ['UTF-8', ['a LOGIN "zoë" pw\r\n'], [words('a', 'LOGIN', 'zoë', 'pw')]],
    ['a literal', ['a LOGIN {5}\r\n', 'a"\r\nb x\r\n'], [announced, words('a', 'LOGIN', 'a"\r\nb', 'x')]],
    ['a literal without waiting', ['a LOGIN {1+}\r\nx {2+}\r\npw\r\n'], [words('a', 'LOGIN', 'x', 'pw')]],
    ['an empty literal', ['a LOGIN {0+}\r\n {0+}\r\n\r\n'], [words('a', 'LOGIN', '', '')]],
    ['a quotation mark without a partner', ['a LOGIN "x\r\n'], [unread]],
    ['a quotation mark inside of a word', ['a LOGIN x"y\r\n'], [unread]],
    ['a line of 8,192 bytes', [`a ${'x'.repeat(8189)}\r\n`], [words('a', 'x'.repeat(8189))]],
    ['a line of 100,000 bytes', [`a ${'x'.repeat(100_000)}\r\nb NOOP\r\n`], [tooLong]],
    ['bytes without an end of a line', ['x'.repeat(8000), 'x'.repeat(8000)], [tooLong]],
    ['a literal of 8,193 bytes', ['a LOGIN {8193}\r\n'], [tooLong]],
    ['a literal of more bytes than there are', ['a LOGIN {999999999}\r\n'], [tooLong]],
    ['literals without end', Array<string>(9).fill(`{8192+}\r\n${'x'.repeat(8192)}`), [tooLong]],
  ])('is understood: %s', (_name, pieces, heard) => {
    expect(hear(...pieces)).toEqual(heard);
  });

  it('is the same, however it is cut into pieces', () => {
    const line = fc.constantFrom(
      'a NOOP\r\n',
      'b LOGIN "zoë" {3+}\r\nx\r\n\r\n',
      '"\r\n',
      'c X {2}\r\nab\r\n',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(12)), (lines, cuts) => {
        const bytes = Buffer.from(lines.join(''));
        const pieces: Buffer[] = [];
        let start = 0;
        for (const size of cuts) {
          pieces.push(bytes.subarray(start, start + size));
          start += size;
        }
        expect(hear(...pieces, bytes.subarray(start))).toEqual(hear(bytes));
      }),
    );
  });

  it('is never more than the bytes that came, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (pieces) => {
        const heard = hear(...pieces.map((piece) => Buffer.from(piece)));
        const given = pieces.reduce((sum, { length }) => sum + length, 0);
        expect(heard.length).toBeLessThanOrEqual(given);
      }),
    );
  });
});
