/** What a client sent, once it is whole. */
export type ImapInput =
  /** One command, or one line of an answer. Undefined where a quotation mark has no partner. */
  | { readonly kind: 'words'; readonly words: readonly string[] | undefined }
  /** It waits for a `+` before it sends the bytes that it announced. */
  | { readonly kind: 'announced' }
  /** Nothing after it can be read. */
  | { readonly kind: 'too-long' };

/** Bytes of a line, and of a literal. Dovecot takes as much before it closes the connection. */
const longestLine = 8192;
/** Bytes of a command, with all of its literals. */
const longestCommand = 65_536;

/**
 * Cuts bytes, however they arrive, into commands: lines that end in CRLF or LF, with literals (`{5}`, `{5+}`).
 *
 * @see https://www.rfc-editor.org/rfc/rfc3501#section-4.3
 */
export function createImapInput(): (bytes: Buffer) => readonly ImapInput[] {
  let rest: Buffer = Buffer.alloc(0);
  let words: string[] | undefined = [];
  let length = 0;
  /** Bytes of the literal that comes next. */
  let literal: number | undefined;
  let isTooLong = false;

  function next(): ImapInput | 'more' | undefined {
    if (isTooLong) return undefined;
    if (literal !== undefined) return takeLiteral(literal);
    const end = rest.indexOf('\n');
    if (end > longestLine || (end < 0 && rest.length > longestLine)) return tooLong();
    if (end < 0) return undefined;
    // Byte by byte, until the words are cut.
    const line = rest.toString('latin1', 0, end).replace(/\r$/, '');
    rest = rest.subarray(end + 1);
    return takeLine(line);
  }

  function takeLine(line: string): ImapInput | 'more' {
    length += line.length;
    const announced = /\{(\d{1,9})(\+?)\}$/.exec(line);
    const found = wordsOf(announced ? line.slice(0, announced.index) : line);
    words = words && found && [...words, ...found];
    if (length > longestCommand) return tooLong();
    if (!announced) {
      const whole = words;
      words = [];
      length = 0;
      return { kind: 'words', words: whole };
    }
    literal = Number(announced[1]);
    if (literal > longestLine) return tooLong();
    return announced[2] === '+' ? 'more' : { kind: 'announced' };
  }

  function takeLiteral(size: number): 'more' | undefined {
    if (rest.length < size) return undefined;
    words?.push(rest.toString('utf8', 0, size));
    rest = rest.subarray(size);
    length += size;
    literal = undefined;
    return 'more';
  }

  function tooLong(): ImapInput {
    isTooLong = true;
    rest = Buffer.alloc(0);
    return { kind: 'too-long' };
  }

  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const heard: ImapInput[] = [];
    for (let input = next(); input !== undefined; input = next()) {
      if (input !== 'more') heard.push(input);
    }
    return heard;
  };
}

/** Atoms and quoted strings. Parentheses are parts of atoms: nothing here looks into a list. */
function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const word = /\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y;
  let end = 0;
  for (let found = word.exec(line); found; found = word.exec(line)) {
    end = word.lastIndex;
    const [, quoted, atom = ''] = found;
    words.push(utf8(quoted === undefined ? atom : quoted.replace(/\\(.)/g, '$1')));
  }
  return line.slice(end).trim() === '' ? words : undefined;
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
