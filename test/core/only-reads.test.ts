import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { ArgumentKind } from '../../src/core/action-id.ts';
import { exampleOf } from '../../src/core/command.ts';
import { createWorld } from './world.ts';

type Wanted = Parameters<ReturnType<typeof createWorld>['open']>[0];

const argument: Readonly<Record<ArgumentKind, string>> = {
  address: '7',
  device: '42',
  integer: '1',
  word: 'k7xw',
  page: '1',
};
const filled = { label: 'Phone', kind: 'phone', protocols: ['imap'] };

/** Each command, each click, and each form that is sent. */
const everything = commands.flatMap((command): readonly (readonly [string, Wanted])[] => [
  [command.name, { kind: 'command', words: exampleOf(command).replace(/^\S+ /, '') }],
  ...command.actions.map((action): readonly [string, Wanted] => {
    const id = ['1', action.name, ...Object.values(action.arguments).map((kind) => argument[kind])].join(':');
    const isForm = Object.keys(action.fields).length > 0;
    return [action.name, isForm ? { kind: 'submission', id, values: filled } : { kind: 'action', id }];
  }),
]);

it('names what may begin before a platform took its first answer, and nothing else', () => {
  const world = createWorld();
  const found = everything.filter(([, wanted]) => world.open(wanted).onlyReads).map(([name]) => name);

  expect(found).toEqual(['list', 'list.show', 'audit', 'audit.earlier', 'audit.newest', 'whoami', 'help']);
});

it.each([
  ['a wrong word', { kind: 'command', words: 'lsit' }],
  ['a button of another bot', { kind: 'action', id: 'vote_yes' }],
] as const)('so may the answer to %s', (_name, wanted) => {
  expect(createWorld().open(wanted).onlyReads).toBe(true);
});
