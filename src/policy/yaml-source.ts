import { Lexer, LineCounter, parseDocument, Parser } from 'yaml';
import type { ParsedNode } from 'yaml';
import type { Problem } from './policy.ts';

/** In UTF-16 code units; larger than any policy, and small enough to be read while people wait. */
export const longestSource = 1_000_000;

/** A policy nests 5 deep, counted as the parser does. Without a limit 10,000 brackets end the process. */
const deepest = 40;

export type Parsed =
  | { readonly root: ParsedNode | null; readonly lineAt: (offset: number) => number }
  | { readonly problems: readonly Problem[] };

/** Reads the syntax only. Where it is wrong the rest of the tree is a guess, so nothing more is said of it. */
export function parseSource(source: string): Parsed {
  if (source.length > longestSource) return wrong(0, 'The file is larger than 1 MB. A policy is not.');
  const tooDeep = firstTooDeep(source);
  if (tooDeep !== undefined) {
    return wrong(tooDeep, `Nested more than ${deepest} deep. Is there a bracket or a dash too many?`);
  }

  const lineCounter = new LineCounter();
  const document = parseDocument(source, {
    lineCounter,
    // Every word stays what was written: an id of 19 digits is no number, and `on` and `no` are words.
    schema: 'failsafe',
    // Ours names both lines, and takes less than quadratic time.
    uniqueKeys: false,
    merge: false,
    prettyErrors: false,
  });
  const lineAt = (offset: number) => lineCounter.linePos(offset).line;
  if (document.errors.length === 0) return { root: document.contents, lineAt };
  return {
    problems: document.errors.map(({ code, message, pos }) => ({
      line: lineAt(pos[0]),
      sentence:
        code === 'MULTIPLE_DOCS'
          ? 'A second document starts here. A policy is one document, without --- in it.'
          : `This is not YAML: ${message}.`,
    })),
  };
}

function wrong(line: number, sentence: string): Parsed {
  return { problems: [{ line, sentence }] };
}

/** The line where it gets too deep. The parser keeps a stack of its own; what composes its tokens recurses. */
function firstTooDeep(source: string): number | undefined {
  const parser = new Parser();
  let line = 1;
  for (const lexeme of new Lexer().lex(source)) {
    // Tokens come out where a document ends; only the stack is of interest.
    for (const _token of parser.next(lexeme));
    if (parser.stack.length > deepest) return line;
    line += lexeme.split('\n').length - 1;
  }
  return undefined;
}
