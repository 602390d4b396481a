import { asList, asObject, asText, isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { limits } from './limits.ts';
import {
  all,
  also,
  anything,
  boolean,
  integer,
  list,
  matching,
  object,
  oneOf,
  problemsOf,
  string,
} from './report.ts';
import type { Check, Path, Problem, Report } from './report.ts';

/** @see https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type */
export const optionType = {
  subcommand: 1,
  group: 2,
  text: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
} as const;

/** @see https://docs.discord.com/developers/reference#locales */
const locales: ReadonlySet<string> = new Set([
  'id',
  'da',
  'de',
  'en-GB',
  'en-US',
  'es-ES',
  'es-419',
  'fr',
  'hr',
  'it',
  'lt',
  'hu',
  'nl',
  'no',
  'pl',
  'pt-BR',
  'ro',
  'fi',
  'sv-SE',
  'vi',
  'tr',
  'cs',
  'el',
  'bg',
  'ru',
  'uk',
  'hi',
  'th',
  'zh-CN',
  'ja',
  'zh-TW',
  'ko',
]);

/** @see https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-naming */
const namePattern = /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u;

const isLowerCase: Check = (report, path, value) => {
  if (typeof value === 'string' && value !== value.toLowerCase()) {
    report(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
};
const commandName = all(string(limits.commandName), matching(namePattern), isLowerCase);

function localized(check: Check): Check {
  return (report, path, value) => {
    if (!isObject(value)) {
      report(path, 'DICT_TYPE_CONVERT', 'Only dictionaries may be used in a DictType');
      return;
    }
    for (const [locale, words] of Object.entries(value)) {
      if (!locales.has(locale))
        report([...path, locale], 'BASE_TYPE_CHOICES', 'This is not a locale of Discord.');
      if (words !== null) check(report, [...path, locale], words);
    }
  };
}

const named = {
  required: { name: commandName, description: string(limits.commandDescription) },
  optional: {
    name_localizations: localized(commandName),
    description_localizations: localized(string(limits.commandDescription)),
  },
} as const;

function choice(value: Check): Check {
  return object({
    required: { name: string(limits.choiceName), value },
    optional: { name_localizations: localized(string(limits.choiceName)) },
  });
}

const number: Check = (report, path, value) => {
  if (typeof value !== 'number')
    report(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not a number.`);
};

function option(extra: Readonly<Record<string, Check>> = {}): Check {
  return object({ ...named, optional: { ...named.optional, required: boolean, ...extra } });
}

function choosable(value: Check, extra: Readonly<Record<string, Check>>): Check {
  const choices = list(choice(value), limits.choices, 0);
  return also(option({ choices, autocomplete: boolean, ...extra }), (report, path, one) => {
    if (one['autocomplete'] === true && asList(one['choices']).length > 0) {
      report(
        [...path, 'autocomplete'],
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
        'Autocomplete and choices exclude each other.',
      );
    }
  });
}

const int = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const valueOptions: Readonly<Record<number, Check>> = {
  [optionType.text]: choosable(string(limits.choiceValue), {
    min_length: integer(0, limits.textOption),
    max_length: integer(1, limits.textOption),
  }),
  [optionType.integer]: choosable(int, { min_value: int, max_value: int }),
  [optionType.number]: choosable(number, { min_value: number, max_value: number }),
  [optionType.boolean]: option(),
  [optionType.user]: option(),
  [optionType.channel]: option({ channel_types: anything }),
  [optionType.role]: option(),
  [optionType.mentionable]: option(),
  [optionType.attachment]: option(),
};

const subcommand: Check = object({
  ...named,
  optional: { ...named.optional, options: options(valueOptions) },
});
const group: Check = object({
  ...named,
  optional: { ...named.optional, options: options({ [optionType.subcommand]: subcommand }) },
});

/** Options of one kind beside each other: subcommands and groups, or values. */
function options(...kinds: readonly Readonly<Record<number, Check>>[]): Check {
  const kindOf = (one: unknown): number => kinds.findIndex((kind) => Number(asObject(one)['type']) in kind);
  const check: Check = (report, path, one) => {
    const type = Number(asObject(one)['type']);
    const found = kinds.find((kind) => type in kind)?.[type];
    if (found) found(report, path, one);
    else
      report(
        [...path, 'type'],
        'UNION_TYPE_CHOICES',
        'Value of field "type" is not one that may stand here.',
      );
  };
  return (report, path, value) => {
    list(check, limits.commandOptions, 0)(report, path, value);
    const given = asList(value);
    if (new Set(given.map(kindOf)).size > 1) {
      report(
        path,
        'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
        'Sub-command and sub-command group option types are mutually exclusive to all other types',
      );
    }
    checkOrderAndNames(report, path, given);
  };
}

function checkOrderAndNames(report: Report, path: Path, given: readonly unknown[]): void {
  const names = given.map((one) => asObject(one)['name']);
  for (const [index, one] of given.entries()) {
    const isRequired = asObject(one)['required'] === true;
    const afterOptional = given.slice(0, index).some((other) => asObject(other)['required'] !== true);
    if (isRequired && afterOptional) {
      report(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    if (names.indexOf(names[index]) !== index) {
      report(
        [...path, index],
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option name already exists',
      );
    }
  }
}

/** The documentation says a string, the OpenAPI document a number: Discord takes both. */
const bitField: Check = (report, path, value) => {
  if (!/^\d+$/.test(String(value)))
    report(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
};

const settings = {
  type: oneOf(1, 2, 3, 4),
  default_member_permissions: bitField,
  nsfw: boolean,
  contexts: list(oneOf(0, 1, 2), 3, 0),
  integration_types: list(oneOf(0, 1), 2),
  dm_permission: boolean,
} as const;

const chatInput: Check = object({
  ...named,
  optional: {
    ...named.optional,
    ...settings,
    options: options({ [optionType.subcommand]: subcommand, [optionType.group]: group }, valueOptions),
  },
});

/** An entry of the menu over a person or a message: any name, no description, no options. */
const menuEntry: Check = also(
  object({ required: { name: string(limits.commandName) }, optional: settings }),
  (report, path, command) => {
    if (asText(command['description']) !== '') {
      report(
        [...path, 'description'],
        'APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED',
        'Context menu commands cannot have description',
      );
    }
  },
);

export function problemsOfCommand(command: unknown, path: Path = []): readonly Problem[] {
  return problemsOf((report) => {
    const isMenu = [2, 3].includes(Number(asObject(command)['type']));
    (isMenu ? menuEntry : chatInput)(report, path, command);
    const length = textLength(asObject(command));
    if (length > limits.commandText) {
      report(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${limits.commandText})`);
    }
  });
}

/** Of each name and description only the longest translation counts. */
function textLength(command: JsonObject): number {
  const longest = (key: string): number => {
    const translations = Object.values(asObject(command[`${key}_localizations`]));
    return Math.max(...[command[key], ...translations].map((words) => asText(words).length));
  };
  const inner = [...asList(command['options']), ...asList(command['choices'])];
  return (
    longest('name') +
    longest('description') +
    asText(command['value']).length +
    inner.reduce((sum: number, one) => sum + textLength(asObject(one)), 0)
  );
}
