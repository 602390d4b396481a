import type { Command } from 'commander';

export interface Word {
  readonly word: string;
  readonly description: string;
}

/** What stands behind an option: the name of a file, one of some words, or what no shell knows, which are no words. */
export interface Value {
  readonly option: string;
  readonly isFile: boolean;
  readonly choices: readonly string[];
}

/** A place on the command line, and what can stand there next. */
export interface Place {
  /** The commands that lead there: `/address/import`; empty at the beginning. */
  readonly path: string;
  readonly words: readonly Word[];
  /** The name of a file can stand here, where no option does. */
  readonly takesFile: boolean;
  /** Of each option here that takes one. */
  readonly values: readonly Value[];
}

/** As usage lines name what is a file: `<file>`. */
const fileName = 'file';

/**
 * Every place of a program, itself first.
 *
 * @param more words by their place, where the program knows no commands of its own: those of chat
 */
export function placesOf(
  program: Command,
  more: Readonly<Record<string, readonly Word[]>>,
  path = '',
): readonly Place[] {
  const help = program.createHelp();
  const options = help.visibleOptions(program);
  const subcommands = help.visibleCommands(program);
  const here: Place = {
    path,
    words: [
      ...subcommands.map((command) => ({ word: command.name(), description: command.description() })),
      ...(more[path] ?? []),
      ...program.registeredArguments.flatMap(({ argChoices = [] }) =>
        argChoices.map((word) => ({ word, description: '' })),
      ),
      ...options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description })),
    ],
    takesFile: program.registeredArguments.some((argument) => argument.name() === fileName),
    values: options.flatMap(({ long, flags, required, optional, argChoices = [] }) =>
      long !== undefined && (required || optional)
        ? [{ option: long, isFile: flags.endsWith(`<${fileName}>`), choices: argChoices }]
        : [],
    ),
  };
  return [here, ...subcommands.flatMap((command) => placesOf(command, more, `${path}/${command.name()}`))];
}

/** Places that a further word leads to: all but the beginning. */
export function paths(places: readonly Place[]): readonly string[] {
  return places.map(({ path }) => path).filter((path) => path !== '');
}

/** Patterns for where the name of a file can stand. No place has the name of none, so that there always is a pattern. */
export function placesWithFiles(places: readonly Place[]): readonly string[] {
  return ["'no file'", ...places.filter(({ takesFile }) => takesFile).map(({ path }) => `'${path}'`)];
}

/** The same behind an option: its place and itself. */
export function optionsWithFiles(places: readonly Place[]): readonly string[] {
  return ["'no file'", ...valuesOf(places).flatMap(({ at, isFile }) => (isFile ? [at] : []))];
}

/** Where one of some words stands behind an option, or one that no shell knows. */
export function optionsWithWords(places: readonly Place[]) {
  return valuesOf(places).filter(({ isFile }) => !isFile);
}

function valuesOf(places: readonly Place[]) {
  return places.flatMap(({ path, values }) =>
    values.map((value) => ({ ...value, at: `'${path} ${value.option}'` })),
  );
}
