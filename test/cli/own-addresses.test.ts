import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import type { ActorId } from '../../src/core/actor.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { testDatabase } from '../support/database.ts';
import { installation, postern } from './postern.ts';

const database = testDatabase();

it('names the addresses at a terminal, where there are no buttons', { timeout: 60_000 }, async () => {
  const own = ['alice@example.com', 'office@example.com'];
  for (const address of own) {
    const change = { by: 'terminal:test' as ActorId, op: crypto.randomUUID() };
    await createAddressStore(database.db).add(address as EmailAddress, undefined, change);
  }
  const accounts = `["terminal:${userInfo().username}"]`;
  const policy = [
    'people:',
    `  - { name: Alice, accounts: ${accounts}, addresses: [${own.join(', ')}] }`,
    'rules:',
    '  - { who: owner, may: [list], on: ["*@example.com"] }',
    '',
  ].join('\n');

  const { code, out } = await postern(['devices'], await installation(database, policy));

  expect(code).toBe(0);
  expect(out).toBe(
    'You own more than one address: alice@example.com, office@example.com. Whose devices do you want to see?\n',
  );
});
