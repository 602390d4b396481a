import type {
  DiscordChoice,
  DiscordOptionValues,
  DiscordWindowCommand,
  DiscordWindowOption,
} from '../discord-window.ts';
import { asList, asObject, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { optionType } from './judge/command.ts';

/** A command or one of its subcommands, as one line of the list that opens on `/`. */
export interface TypedCommand {
  readonly command: JsonObject;
  /** Without the slash, in the names that the app registered: `devices list`. */
  readonly words: string;
  /** The subcommand group and the subcommand, or nothing. */
  readonly path: readonly JsonObject[];
  readonly options: readonly JsonObject[];
}

/** What stands in an option doesn't fit it: Discord's window would not send that. */
export class MisfitError extends Error {
  override readonly name = 'MisfitError';
}

export function linesOf(commands: readonly JsonObject[]): readonly TypedCommand[] {
  return commands
    .filter(({ type }) => type === 1)
    .flatMap((command) => below(command, [command]).map((path) => toLine(command, path)));
}

/** Every way down to what can be used: through groups and subcommands. */
function below(node: JsonObject, path: readonly JsonObject[]): readonly (readonly JsonObject[])[] {
  const subcommands = asList(node['options']).filter(isObject).filter(isNested);
  return subcommands.length === 0 ? [path] : subcommands.flatMap((inner) => below(inner, [...path, inner]));
}

function isNested({ type }: JsonObject): boolean {
  return type === optionType.subcommand || type === optionType.group;
}

function toLine(command: JsonObject, path: readonly JsonObject[]): TypedCommand {
  return {
    command,
    words: path.map(({ name }) => asText(name)).join(' '),
    path: path.slice(1),
    options: asList(path.at(-1)?.['options']).filter(isObject),
  };
}

/** As the page draws it, in the person's language where the app translated it. */
export function toWindowCommand(
  { command, path, options }: TypedCommand,
  locale: string,
): DiscordWindowCommand {
  const last = path.at(-1) ?? command;
  return {
    words: [command, ...path].map((one) => localized(one, 'name', locale)).join(' '),
    description: localized(last, 'description', locale),
    options: options.map((option) => toWindowOption(option, locale)),
  };
}

function toWindowOption(option: JsonObject, locale: string): DiscordWindowOption {
  const { min_length: shortest, max_length: longest, min_value: least, max_value: most } = option;
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return {
    name: localized(option, 'name', locale),
    description: localized(option, 'description', locale),
    required: option['required'] === true,
    type: Number(option['type']),
    autocomplete: option['autocomplete'] === true,
    choices: choicesOf(option).map((choice) => ({ ...choice, name: choice.name })),
    minimum: number(shortest ?? least),
    maximum: number(longest ?? most),
  };
}

function localized(object: JsonObject, key: 'name' | 'description', locale: string): string {
  return asText(asObject(object[`${key}_localizations`])[locale]) || asText(object[key]);
}

export function choicesOf(option: JsonObject): readonly DiscordChoice[] {
  return asList(option['choices'])
    .filter(isObject)
    .map(({ name, value }) => ({
      name: asText(name),
      value: typeof value === 'number' ? value : asText(value),
    }));
}

/**
 * The `data` of an interaction: the command down to its options.
 *
 * @param focused the option that is being typed: then nothing need be complete, and nothing fits yet
 * @throws {MisfitError}
 */
export function commandData(line: TypedCommand, given: DiscordOptionValues, focused?: string): JsonObject {
  const { command, path, options } = line;
  const stranger = Object.keys(given).find((name) => !options.some((option) => option['name'] === name));
  if (stranger !== undefined) throw new MisfitError(`/${line.words} has no option ${stranger}`);
  if (
    focused !== undefined &&
    !options.some((one) => one['name'] === focused && one['autocomplete'] === true)
  ) {
    throw new MisfitError(`/${line.words} has no autocomplete on ${focused}`);
  }
  const filled = options.flatMap((option): JsonObject[] => {
    const name = asText(option['name']);
    const isFocused = name === focused;
    const value = given[name] ?? (isFocused ? '' : undefined);
    if (value === undefined) {
      if (option['required'] === true && focused === undefined) throw new MisfitError(`${name} is required`);
      return [];
    }
    if (focused === undefined) checkValue(option, value);
    return [{ name, type: option['type'], value, ...(isFocused ? { focused: true } : {}) }];
  });
  const inside = path.reduceRight<readonly JsonObject[]>(
    (inner, { name, type }) => [{ name, type, options: inner }],
    filled,
  );
  const { id, name, guild_id: guild } = command;
  return {
    id,
    name,
    type: 1,
    ...(guild === undefined ? {} : { guild_id: guild }),
    ...(inside.length === 0 ? {} : { options: inside }),
  };
}

function checkValue(option: JsonObject, value: string | number | boolean): void {
  const { type, min_value: least, max_value: most, min_length: shortest, max_length: longest } = option;
  const name = asText(option['name']);
  const choices = choicesOf(option);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new MisfitError(`“${String(value)}” is not a choice of ${name}`);
  }
  if (type === optionType.boolean) {
    if (typeof value !== 'boolean') throw new MisfitError(`${name} is yes or no`);
  } else if (type === optionType.integer || type === optionType.number) {
    checkNumber(
      name,
      value,
      type === optionType.integer,
      Number(least ?? -Infinity),
      Number(most ?? Infinity),
    );
  } else if (typeof value !== 'string') {
    throw new MisfitError(`${name} is text`);
  } else if (type !== optionType.text) {
    if (!/^\d{17,20}$/.test(value)) throw new MisfitError(`${name} is somebody or something of this server`);
  } else if (value.length < Number(shortest ?? 1) || value.length > Number(longest ?? 6000)) {
    throw new MisfitError(`${name} has a length that is not allowed`);
  }
}

function checkNumber(name: string, value: unknown, whole: boolean, least: number, most: number): void {
  if (typeof value !== 'number' || (whole && !Number.isInteger(value)))
    throw new MisfitError(`${name} is a number`);
  if (value < least || value > most) throw new MisfitError(`${name} is from ${least} to ${most}`);
}
