import type { Command } from 'commander';

export interface Word {
  readonly word: string;
  readonly description: string;
}

/** A place on the command line, and what can stand there next. */
export interface Place {
  /** The commands that lead there: `/address/import`; empty at the beginning. */
  readonly path: string;
  readonly words: readonly Word[];
  /** What can stand behind an option here. */
  readonly values: readonly { readonly option: string; readonly choices: readonly string[] }[];
}

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
      ...options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description })),
    ],
    values: options.flatMap(({ long, argChoices }) =>
      long !== undefined && argChoices !== undefined ? [{ option: long, choices: argChoices }] : [],
    ),
  };
  return [here, ...subcommands.flatMap((command) => placesOf(command, more, `${path}/${command.name()}`))];
}

/** Places that a further word leads to: all but the beginning. */
export function paths(places: readonly Place[]): readonly string[] {
  return places.map(({ path }) => path).filter((path) => path !== '');
}
