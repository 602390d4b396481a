import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { actorOf } from '../../src/core/actor.ts';
import { readRequest } from '../../src/core/plan.ts';
import type { Request } from '../../src/core/platform.ts';
import { createRegistry } from '../../src/core/registry.ts';
import { refused } from './refused.ts';

const registry = createRegistry(commands);
const from = { actor: actorOf({ platform: 'discord', workspace: '1', user: '2' }), op: '3' };

it('plans a filled command like the same words', () => {
  const filled: Request = {
    ...from,
    kind: 'filled-command',
    command: 'add',
    values: { address: 'alice@example.com', label: 'Reception printer', kind: 'other', protocols: 'smtp' },
  };
  const typed: Request = {
    ...from,
    kind: 'command',
    words: 'add alice@example.com "Reception printer" other smtp',
  };

  expect(readRequest(registry, filled)).toEqual(readRequest(registry, typed));
});

it('refuses a command that there is not, and names the nearest', () => {
  const request: Request = { ...from, kind: 'filled-command', command: 'lists', values: {} };

  expect(refused(() => readRequest(registry, request))).toMatchObject({
    code: 'unknown-command',
    message: expect.stringContaining('Did you mean list?') as string,
  });
});
