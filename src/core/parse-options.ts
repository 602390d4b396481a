import { UserError } from './errors.ts';
import { quoted } from './email-address.ts';
import {
  type OptionSpec,
  type OptionSpecs,
  type ParsedOptions,
  parseOption,
  type RawOption,
} from './option.ts';

/** Slack takes messages of 4,000 characters; nobody types a command of that length. */
const longestLine = 4000;

/** Keyboards and chat programs turn straight quotes into these. */
const quotes: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '”': '”',
  '„': '“',
  '«': '»',
  "'": "'",
  '‘': '’',
};

/**
 * Splits what was typed after the slash command, keeping together what stands in quotes.
 *
 * A quote opens only at the start of a word, so `Alice's phone` is two plain words.
 *
 * @throws {UserError} `unclosed-quote`
 */
export function splitWords(typed: string): readonly string[] {
  const words: string[] = [];
  let rest = typed.slice(0, longestLine).trim();
  while (rest !== '') {
    const opening = rest.charAt(0);
    const closing = quotes[opening];
    if (closing === undefined) {
      const word = /^\S+/.exec(rest)?.[0] ?? rest;
      words.push(word);
      rest = rest.slice(word.length).trim();
      continue;
    }
    const end = closingQuote(rest, opening, closing);
    if (end === -1) {
      throw new UserError(
        'unclosed-quote',
        `The quotation mark before ${quoted(rest.slice(1))} has no partner. An example: /devices add alice@example.com "Reception printer"`,
      );
    }
    words.push(rest.slice(1, end));
    rest = rest.slice(end + 1).trim();
  }
  return words;
}

/**
 * German opens with „ and closes with “; a phone may close either with the straight one. What is also an apostrophe
 * closes only at the end of a word, so that `'Alice's phone'` is one.
 */
function closingQuote(rest: string, opening: string, closing: string): number {
  if (closing === "'" || closing === '’') {
    const end = rest.slice(1).search(closing === "'" ? /'(?!\S)/ : /’(?!\S)/);
    return end === -1 ? -1 : end + 1;
  }
  const candidates = opening === '„' || opening === '“' ? [closing, '“', '”', '"'] : [closing];
  const found = candidates.map((mark) => rest.indexOf(mark, 1)).filter((index) => index !== -1);
  return found.length === 0 ? -1 : Math.min(...found);
}

/**
 * Gives words to options in the order of their declaration; a search takes all that are left.
 *
 * @throws {UserError} `bad-option`
 */
export function parseWords(specs: OptionSpecs, words: readonly string[], example: string): ParsedOptions {
  const raw: Record<string, RawOption> = {};
  let next = 0;
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.kind === 'search') {
      raw[name] = words.slice(next).join(' ');
      next = words.length;
    } else if (next < words.length) {
      raw[name] = words[next];
      next += 1;
    }
  }
  const surplus = words[next];
  if (surplus !== undefined) {
    throw new UserError(
      'bad-option',
      `${quoted(surplus)} is one word too many. Put quotation marks around words that belong together: ${example}`,
    );
  }
  try {
    return parseValues(specs, raw);
  } catch (error) {
    throw error instanceof UserError ? withExample(error, specs, raw, example) : error;
  }
}

/** What was typed is put right by typing it again, so the whole line is shown. A form has no use for that. */
function withExample(
  { code, message, option = '' }: UserError,
  specs: OptionSpecs,
  raw: Readonly<Record<string, RawOption>>,
  example: string,
): UserError {
  const spec = specs[option];
  if (spec && isMissing(spec, raw[option]))
    return new UserError(code, `${message} An example: ${example}`, { option });
  if (spec?.kind !== 'choice' && spec?.kind !== 'choices') return new UserError(code, message, { option });
  const hint = `Words that belong together need quotation marks: ${example}`;
  return new UserError(code, `${message} ${hint}`, { option });
}

/** @throws {UserError} `bad-option`, of the first option that is wrong */
export function parseValues(specs: OptionSpecs, raw: Readonly<Record<string, RawOption>>): ParsedOptions {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, parseOption(name, spec, raw[name])]),
  );
}

/**
 * Reads the options of a command where each has a field of its own: by the same rules as words.
 *
 * @throws {UserError} `bad-option`, of the first option that is wrong
 */
export function parseFilled(specs: OptionSpecs, raw: Readonly<Record<string, RawOption>>): ParsedOptions {
  const [wrong] = Object.entries(fieldErrors(specs, raw));
  if (wrong) throw new UserError('bad-option', wrong[1], { option: wrong[0] });
  return parseValues(specs, raw);
}

/** By option, for a form that shows each message beside its field. Empty where all is well. */
export function fieldErrors(
  specs: OptionSpecs,
  raw: Readonly<Record<string, RawOption>>,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const [name, spec] of Object.entries(specs)) {
    try {
      parseOption(name, spec, raw[name]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const hint = isMissing(spec, raw[name]) ? ` An example: ${spec.example}` : '';
      errors[name] = `${error.message}${hint}`;
    }
  }
  return errors;
}

/** What is to be chosen names its choices already. */
function isMissing({ kind }: OptionSpec, raw: RawOption): boolean {
  return kind !== 'choice' && kind !== 'choices' && (raw === undefined || String(raw).trim() === '');
}
