import { expect, it } from 'vitest';
import { createAddressStore } from '../../db/address-store.ts';
import type { ActorId } from '../../src/core/actor.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { readPasswordHash } from '../../src/core/password-hash.ts';
import { testDatabase } from '../support/database.ts';
import { installation, postern } from './postern.ts';

const database = testDatabase();
const generic = readPasswordHash('{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop');

it.each([
  [
    'without a mail server',
    {},
    'No mail server is connected, so connections that are open now may stay open.',
  ],
  [
    'with one',
    { DOVEADM_URL: 'http://127.0.0.1:9', DOVEADM_API_KEY: 'a-key-of-doveadm-1' },
    'The server of Postern ends connections that are open now, or does so as soon as it runs.',
  ],
])(
  'postern address remove says what becomes of open connections %s',
  { timeout: 60_000 },
  async (name, env, sentence) => {
    const address = `${name.replaceAll(' ', '-')}@example.com` as EmailAddress;
    const by = 'terminal:test' as ActorId;
    await createAddressStore(database.db).add(address, generic, { by, op: crypto.randomUUID() });
    const at = await installation(database);

    const removed = await postern(['address', 'remove', address, '--disconnect-all'], {
      ...at,
      env: { ...at.env, ...env },
    });

    expect(removed.out).toBe(
      `Removed ${address}. 1 password was revoked, its generic password too if it had one. ${sentence}\n`,
    );
  },
);
