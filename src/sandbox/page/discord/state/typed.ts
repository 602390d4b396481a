import type {
  DiscordChoice,
  DiscordOptionValues,
  DiscordWindowCommand,
  DiscordWindowOption,
} from '../../../discord-window.ts';

/** What stands in one option: the words that are seen, and the value of the choice they stand for, if one was chosen. */
export interface Typed {
  readonly text: string;
  readonly choice: DiscordChoice | undefined;
}

/** A slash command whose options are being filled in. */
export interface TypedCommand {
  readonly command: DiscordWindowCommand;
  /** By name of the option. Optional ones are there once they were asked for. */
  readonly options: Readonly<Record<string, Typed>>;
}

export const nothingTyped: Typed = { text: '', choice: undefined };

/** The commands that what is typed may become: those that begin so first, then those that name it. */
export function commandsFor(
  draft: string,
  commands: readonly DiscordWindowCommand[],
): readonly DiscordWindowCommand[] {
  if (!draft.startsWith('/')) return [];
  const typed = draft.slice(1).trim().toLowerCase();
  const begin = commands.filter(({ words }) => words.startsWith(typed));
  const hold = commands.filter((command) => !begin.includes(command) && command.words.includes(typed));
  return [...begin, ...hold];
}

/** The command that stands at the beginning of a draft, with a blank after it; what follows goes to its first option. */
export function beginCommand(
  draft: string,
  commands: readonly DiscordWindowCommand[],
): TypedCommand | undefined {
  const command = commands
    .filter(({ words }) => draft.toLowerCase().startsWith(`/${words} `))
    .toSorted((one, other) => other.words.length - one.words.length)[0];
  return command && openCommand(command, draft.slice(command.words.length + 2).trim());
}

/**
 * What must be given is asked for at once; where nothing must, what comes first.
 *
 * @param first what stands in the first option
 */
export function openCommand(command: DiscordWindowCommand, first = ''): TypedCommand {
  const needsNone = command.options.every(({ required }) => !required);
  const shown = command.options.filter(
    ({ required }, index) => required || (index === 0 && (needsNone || first !== '')),
  );
  return {
    command,
    options: Object.fromEntries(
      shown.map(({ name }, index) => [name, { text: index === 0 ? first : '', choice: undefined }]),
    ),
  };
}

/** What Discord's window says before it sends anything, by name of the option. */
export function problemsIn({ command, options }: TypedCommand): Readonly<Record<string, string>> {
  return Object.fromEntries(
    command.options.flatMap((option) => {
      const problem = problemOf(option, options[option.name] ?? nothingTyped);
      return problem === undefined ? [] : [[option.name, problem]];
    }),
  );
}

function problemOf(option: DiscordWindowOption, { text, choice }: Typed): string | undefined {
  if (text === '') return option.required ? 'This option is required. Specify a value' : undefined;
  if (option.choices.length > 0) {
    return choiceOf(option, text, choice) ? undefined : 'This isn’t one of the choices';
  }
  if (option.type === 4 && !/^-?\d+$/.test(text)) return 'This is no whole number';
  if (option.type !== 3) return undefined;
  if (option.maximum !== null && text.length > option.maximum)
    return `Use at most ${option.maximum} characters`;
  if (option.minimum !== null && text.length < option.minimum)
    return `Use at least ${option.minimum} characters`;
  return undefined;
}

/** As they are sent: what is empty is left out. */
export function valuesOf({ command, options }: TypedCommand): DiscordOptionValues {
  return Object.fromEntries(
    command.options.flatMap((option) => {
      const { text, choice } = options[option.name] ?? nothingTyped;
      return text === '' ? [] : [[option.name, valueOf(option, text, choice)]];
    }),
  );
}

function valueOf(
  option: DiscordWindowOption,
  text: string,
  choice: DiscordChoice | undefined,
): string | number | boolean {
  const chosen = choiceOf(option, text, choice);
  if (chosen) return chosen.value;
  if (option.type === 4 || option.type === 10) return Number(text);
  return option.type === 5 ? text === 'true' : text;
}

/** What was chosen, or what was typed as it is offered. */
function choiceOf(
  { choices }: DiscordWindowOption,
  text: string,
  choice: DiscordChoice | undefined,
): DiscordChoice | undefined {
  return choice ?? choices.find(({ name }) => name.toLowerCase() === text.toLowerCase());
}
