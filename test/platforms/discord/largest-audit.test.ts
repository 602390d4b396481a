import { expect, it } from 'vitest';
import { audit } from '../../../commands/audit.ts';
import type { AuditEvent } from '../../../src/core/audit.ts';
import type { Context } from '../../../src/core/command.ts';
import type { Address, AddressId, DeviceId } from '../../../src/core/ports.ts';
import type { EmailAddress } from '../../../src/core/email-address.ts';
import { messageBody } from '../../../src/platforms/discord/message.ts';
import { messageProblems } from './referee.ts';

/** 64 characters, each of which needs a backslash. */
const label = '*_~|>#-[]()<@:+`'.repeat(4);
const address: Address = {
  id: '7' as AddressId,
  address: `${'a.'.repeat(30)}a@${'b-c.'.repeat(10)}example.com` as EmailAddress,
};

function edited(number: number): AuditEvent {
  return {
    number,
    at: new Date(0),
    hash: 'f'.repeat(64),
    entry: {
      kind: 'device.edited',
      by: 'slack:T0123456789/U0123456789',
      op: '1',
      addressId: address.id,
      address: address.address,
      count: 1,
      devices: [
        {
          id: '42' as DeviceId,
          label,
          kind: 'computer',
          tag: 'k7xw',
          protocols: ['imap'],
          before: { label, kind: 'phone', protocols: ['imap', 'pop3', 'smtp'] },
        },
      ],
    },
  };
}

it('the largest page of the audit fits into one message, whole', async () => {
  const events = Array.from({ length: 20 }, (_, index) => edited(1_000_000 - index));
  // Of all that a command may use, this one reads these two.
  const context = {
    rowsPerPage: 6,
    audit: { ofAddress: async (_id, { limit }) => events.slice(0, limit), append: async () => {} },
  } satisfies Pick<Context, 'rowsPerPage' | 'audit'> as unknown as Context;
  const view = await audit.run(context, { address });
  if (!view || !('title' in view)) throw new Error('No view');
  const body = messageBody(view);

  expect(messageProblems(body)).toEqual([]);
  expect(JSON.stringify(body)).not.toMatch(/…|no room/);
  for (const { number } of events.slice(0, 6)) expect(JSON.stringify(body)).toContain(`#${number} ·`);
});
