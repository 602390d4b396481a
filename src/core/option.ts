import { type EmailAddress, parseEmailAddress, quoted } from './email-address.ts';
import { UserError } from './errors.ts';
import { parseLabel } from './label.ts';
import type { Address, Device } from './ports.ts';
import { sentenceList } from './text.ts';

/**
 * What a command asks for. A closed union: each kind has four translations, namely words typed (here), a field of
 * a form, an option of a Discord command, and a line of the documentation.
 */
export type OptionSpec =
  | EmailOption
  | DeviceOption
  | LabelOption
  | SearchOption
  | ChoiceOption
  | ChoicesOption;

interface Described {
  /** Over a field of a form, and in the documentation. */
  readonly title: string;
  readonly description: string;
  /** In the examples of help: a word as somebody would type it. */
  readonly example: string;
  /** May be left out; undefined then. */
  readonly optional?: true;
}

/** An address. The dispatcher checks the permission on it and looks it up. */
export interface EmailOption extends Described {
  readonly kind: 'email';
}

/** A device of the address given before it, by its tag or label. The dispatcher looks it up. */
export interface DeviceOption extends Described {
  readonly kind: 'device';
}

export interface LabelOption extends Described {
  readonly kind: 'label';
}

/** Takes all the words that are left. */
export interface SearchOption extends Described {
  readonly kind: 'search';
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface ChoiceOption extends Described {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  /** Taken where nothing was typed, unless it is optional; marked in a form that is not prefilled. */
  readonly initial: string;
}

/** One or more of a few, with commas between them where typed. */
export interface ChoicesOption extends Described {
  readonly kind: 'choices';
  readonly choices: readonly Choice[];
  readonly initial: readonly string[];
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** What was typed or sent for one option: words, or the marked values of a form's field. */
export type RawOption = string | readonly string[] | undefined;

type Chosen<S extends { readonly choices: readonly Choice[] }> = S['choices'][number]['value'];

/** A value as the parser gives it: an address and a device are still words. */
export type Parsed<S extends OptionSpec> = S extends EmailOption
  ? EmailAddress
  : S extends ChoicesOption
    ? readonly Chosen<S>[]
    : S extends ChoiceOption
      ? Chosen<S>
      : string;

/** A value as a command gets it: the dispatcher has looked up addresses and devices. */
type Resolved<S extends OptionSpec> = S extends EmailOption
  ? Address
  : S extends DeviceOption
    ? Device
    : Parsed<S>;

type Optional<S, V> = S extends { readonly optional: true } ? V | undefined : V;

export type Options<S extends OptionSpecs> = { readonly [K in keyof S]: Optional<S[K], Resolved<S[K]>> };

export type ParsedOptions = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads one option, typed or sent by a form: both by the same rules.
 *
 * @throws {UserError} `bad-option`, carrying the option's name
 */
export function parseOption(
  name: string,
  spec: OptionSpec,
  raw: RawOption,
): string | readonly string[] | undefined {
  const given = typeof raw === 'string' ? raw.trim() : (raw?.join(',') ?? '');
  const word = spec.kind === 'device' || spec.kind === 'search' ? searchable(given) : given;
  if (word === '' && spec.kind !== 'choice' && spec.kind !== 'choices') {
    if (spec.optional) return undefined;
    throw new UserError('bad-option', `${spec.title} is missing.`, {
      option: name,
    });
  }
  switch (spec.kind) {
    case 'email':
      return parseEmailAddress(word, name);
    case 'label':
      return parseLabel(word, name);
    case 'device':
    case 'search':
      return word;
    case 'choice':
      if (raw !== undefined) return oneOf(name, spec, word);
      return spec.optional ? undefined : spec.initial;
    case 'choices': {
      if (raw === undefined) return spec.optional ? undefined : spec.initial;
      const words = typeof raw === 'string' ? raw.split(/[\s,]+/).filter((one) => one !== '') : raw;
      if (words.length === 0) {
        throw new UserError('bad-option', `Choose at least one: ${choiceList(spec)}.`, { option: name });
      }
      const chosen = new Set(words.map((one) => oneOf(name, spec, one)));
      // In the order of the choices, so that equal sets are equal lists.
      return spec.choices.map(({ value }) => value).filter((value) => chosen.has(value));
    }
  }
}

/**
 * Spelled like the labels it is looked for in, and at most 100 characters of it. Half of a pair can't go into a
 * button, and NUL not into PostgreSQL.
 */
function searchable(typed: string): string {
  const spelled = typed
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, '')
    .replaceAll(/\p{Zs}+/gu, ' ');
  return [...spelled.trim()].slice(0, 100).join('').trim();
}

function oneOf(name: string, spec: ChoiceOption | ChoicesOption, word: string): string {
  const typed = word.toLowerCase();
  const found = spec.choices.find(({ value, label }) => value === typed || label.toLowerCase() === typed);
  if (found) return found.value;
  throw new UserError('bad-option', `${spec.title} can't be ${quoted(word)}. Choose ${choiceList(spec)}.`, {
    option: name,
  });
}

function choiceList({ choices }: ChoiceOption | ChoicesOption): string {
  return sentenceList(
    choices.map(({ label }) => label),
    'or',
  );
}
