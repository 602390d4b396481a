import type { AnyAction, Command } from './command.ts';

/** All commands, and the actions that their buttons and forms start, by name. */
export interface Registry {
  readonly commands: readonly Command[];
  command(name: string): Command | undefined;
  action(name: string): AnyAction | undefined;
}

/** @throws {Error} where two commands or two actions have one name, which would hide one of them */
export function createRegistry(commands: readonly Command[]): Registry {
  const commandsByName = byName(commands);
  const actionsByName = byName(commands.flatMap(({ actions }) => actions));
  return {
    commands,
    command: (name) => commandsByName.get(name),
    action: (name) => actionsByName.get(name),
  };
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map(all.map((one) => [one.name, one]));
  if (found.size !== all.length)
    throw new Error(`Two of these have one name: ${all.map(({ name }) => name).join(', ')}`);
  return found;
}
