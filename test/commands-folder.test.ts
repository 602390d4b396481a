import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from '../commands/index.ts';
import { createRegistry } from '../src/core/registry.ts';

it('has a file for each command, and a line in the registry for each file', () => {
  const files = readdirSync('commands', { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'index.ts')
    .map(({ name }) => name.replace('.ts', ''));

  expect(commands.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
});

it('names every command and every action once', () => {
  const registry = createRegistry(commands);
  const actions = commands.flatMap((command) => command.actions);

  expect(actions.every((action) => registry.action(action.name) === action)).toBe(true);
});

it.each(commands.flatMap((command) => command.actions.map((action) => [action.name, action] as const)))(
  'checks the permission of %s on the address that its arguments name',
  (_name, action) => {
    expect(Object.values(action.arguments).some((kind) => kind === 'address' || kind === 'device')).toBe(
      true,
    );
  },
);

it.each(commands.map((command) => [command.name, command.description] as const))(
  'describes %s in at most 100 characters, which is Discord’s limit',
  (_name, description) => {
    expect(description.length).toBeLessThanOrEqual(100);
    expect(description).toMatch(/^[A-Z].*[^.]$/);
  },
);
