import { expect, it } from 'vitest';
import { defineAction, defineCommand } from '../../src/core/command.ts';
import { createRegistry } from '../../src/core/registry.ts';

const action = defineAction({
  name: 'a.b',
  arguments: { address: 'address' },
  permission: 'list',
  reply: 'replace',
  run: async () => undefined,
});
const first = defineCommand({
  name: 'first',
  description: '',
  options: {},
  permission: null,
  actions: [action],
  run: async () => undefined,
});

it('finds commands and actions by name, and nothing that is part of an object', () => {
  const registry = createRegistry([first]);

  expect(registry.command('first')).toBe(first);
  expect(registry.action('a.b')).toBe(action);
  expect(registry.command('constructor')).toBeUndefined();
  expect(registry.action('__proto__')).toBeUndefined();
});

it('refuses two commands of one name', () => {
  expect(() => createRegistry([first, { ...first, actions: [] }])).toThrow(
    /Two of these have one name: first, first/,
  );
});

it('refuses two actions of one name, also of two commands', () => {
  expect(() => createRegistry([first, { ...first, name: 'second' }])).toThrow(/one name: a\.b, a\.b/);
});
