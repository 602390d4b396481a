import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { ParsedNode } from 'yaml';
import { quoted } from '../core/email-address.ts';
import { nearest } from '../core/nearest.ts';
import type { Problem } from './policy.ts';

/** A value in the file, and its line. */
export interface Found {
  readonly node: ParsedNode | null;
  readonly line: number;
}

export interface Word {
  readonly text: string;
  readonly line: number;
}

export interface Entry {
  readonly key: Word;
  readonly value: Found;
}

/** Takes a tree of YAML apart, and notes every problem on the way instead of stopping at the first. */
export interface Reader {
  readonly problems: readonly Problem[];
  report(line: number, sentence: string): void;
  /** @param what as in "`what` must be …" */
  word(found: Found, what: string): Word | undefined;
  /** `undefined` after a problem. */
  list(found: Found, what: string): readonly Found[] | undefined;
  entries(found: Found, what: string): readonly Entry[] | undefined;
  /** The values of a map whose keys are known; a key without a value counts as left out. */
  fields<Key extends string>(
    found: Found,
    what: string,
    keys: { readonly known: readonly Key[]; readonly required: readonly Key[] },
  ): Partial<Record<Key, Found>> | undefined;
}

export function createReader(lineAt: (offset: number) => number): Reader {
  const problems: Problem[] = [];
  const report = (line: number, sentence: string) => void problems.push({ line, sentence });

  const found = (node: ParsedNode | null, line: number): Found => ({
    node,
    line: node ? lineAt(node.range[0]) : line,
  });

  /** True where the value can be read as what it is: no reference to elsewhere, no type that is claimed. */
  function isPlain({ node, line }: Found): boolean {
    if (isAlias(node)) {
      report(line, `A word that begins with * must stand in quotes: "*${node.source}".`);
      return false;
    }
    if (node?.anchor !== undefined) {
      report(line, `A word that begins with & must stand in quotes: "&${node.anchor}".`);
      return false;
    }
    if (node?.tag !== undefined) {
      report(line, 'A word that begins with ! must stand in quotes; tags are not read.');
      return false;
    }
    return true;
  }

  function word(value: Found, what: string): Word | undefined {
    if (!isPlain(value)) return undefined;
    if (isScalar(value.node) && typeof value.node.value === 'string' && value.node.value !== '') {
      return { text: value.node.value, line: value.line };
    }
    report(value.line, `${what} must be text, and not empty.`);
    return undefined;
  }

  function list(value: Found, what: string): readonly Found[] | undefined {
    if (!isPlain(value)) return undefined;
    if (isSeq<ParsedNode>(value.node)) return value.node.items.map((item) => found(item, value.line));
    report(value.line, `${what} must be a list, in [brackets].`);
    return undefined;
  }

  function entries(value: Found, what: string): readonly Entry[] | undefined {
    if (!isPlain(value)) return undefined;
    if (!isMap<ParsedNode, ParsedNode | null>(value.node)) {
      report(value.line, `${what} must be keys with values, such as “key: value”.`);
      return undefined;
    }
    const firstLines = new Map<string, number>();
    const read: Entry[] = [];
    for (const pair of value.node.items) {
      const key = word(found(pair.key, value.line), 'A key');
      if (!key) continue;
      const first = firstLines.get(key.text);
      if (first !== undefined) {
        report(key.line, `${quoted(key.text)} stands here a second time; the first is on line ${first}.`);
        continue;
      }
      firstLines.set(key.text, key.line);
      read.push({ key, value: found(pair.value, key.line) });
    }
    return read;
  }

  function fields<Key extends string>(
    value: Found,
    what: string,
    { known, required }: { readonly known: readonly Key[]; readonly required: readonly Key[] },
  ): Partial<Record<Key, Found>> | undefined {
    const given = entries(value, what);
    if (!given) return undefined;
    const read: Partial<Record<Key, Found>> = {};
    for (const entry of given) {
      const key = known.find((candidate) => candidate === entry.key.text);
      if (key === undefined) {
        const keys = `${what} has no key ${quoted(entry.key.text)}.`;
        report(entry.key.line, `${keys} ${suggestion(entry.key.text, known)}`);
      } else if (!isEmpty(entry.value)) {
        read[key] = entry.value;
      }
    }
    for (const key of required) {
      if (read[key] === undefined) report(value.line, `${what} needs the key “${key}”, with a value.`);
    }
    return read;
  }

  return { problems, report, word, list, entries, fields };
}

/** `people:` and nothing after it, as when all entries below it are comments. */
function isEmpty({ node }: Found): boolean {
  if (node === null) return true;
  return isScalar(node) && node.value === '' && node.type === 'PLAIN' && !node.tag && !node.anchor;
}

/** The nearest of the words that can stand there, or all of them. */
export function suggestion(typed: string, candidates: readonly string[]): string {
  const close = nearest(typed, candidates);
  if (close !== undefined) return `Did you mean “${close}”?`;
  return candidates.length === 0 ? 'There is none.' : `There are: ${candidates.join(', ')}.`;
}
