import { beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { AuditedDevice, AuditEvent, ChangeEntry, SignOutEntry } from '../../src/core/audit.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import type { Permission } from '../../src/core/permission.ts';
import type { AddressId, DeviceId } from '../../src/core/ports.ts';
import { viewJson } from '../../src/platforms/terminal/json.ts';
import { createWorld, dana } from '../core/world.ts';

const alice = 'alice@example.com' as EmailAddress;
const now = new Date('2026-11-23T12:00:00Z');

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

/** What a program reads of the answer. */
async function asked(words: string): Promise<Readonly<Record<string, unknown>>> {
  const [said] = await world.type(words);
  if (!said || !('blocks' in said.view)) throw new Error('No view');
  // As it is printed: times are words then.
  return JSON.parse(JSON.stringify(viewJson(said.view, now))) as Readonly<Record<string, unknown>>;
}

const iPhone: AuditedDevice = {
  id: '42' as DeviceId,
  label: 'iPhone',
  kind: 'phone',
  tag: 'k7xw',
  protocols: ['imap'],
};
const change: ChangeEntry = {
  kind: 'device.added',
  by: dana.id,
  op: 'op-0',
  addressId: '7' as AddressId,
  address: alice,
  count: 1,
  devices: [iPhone],
};
const signOut: SignOutEntry = { ...change, kind: 'sign-out.failed', problem: 'timeout', attempts: 6 };

function event(number: number, entry: AuditEvent['entry'] = change): AuditEvent {
  return { number, at: now, hash: 'ab'.repeat(32), entry };
}

const deviceRead = { ...iPhone, before: null };
const eventRead = {
  number: 5,
  hash: 'ab'.repeat(32),
  at: now.toISOString(),
  kind: 'device.added',
  by: 'slack:T1/U0DANA',
  op: 'op-0',
  address: alice,
  count: 1,
  devices: [deviceRead],
  problem: null,
  attempts: null,
};

describe('the audit, for a program,', () => {
  it.each<[name: string, entry: AuditEvent['entry'], read: object]>([
    ['a change', change, {}],
    [
      'a change that says what was before',
      { ...change, kind: 'device.edited', devices: [{ ...iPhone, before: { label: 'Phone' } }] },
      { kind: 'device.edited', devices: [{ ...iPhone, before: { label: 'Phone' } }] },
    ],
    [
      'a change of so many devices that not all are kept',
      { ...change, kind: 'device.disconnected', count: 60 },
      { kind: 'device.disconnected', count: 60 },
    ],
    ['a sign-out that failed', signOut, { kind: 'sign-out.failed', problem: 'timeout', attempts: 6 }],
    [
      'a refusal, which has no devices',
      {
        kind: 'refused',
        by: dana.id,
        op: 'op-0',
        attempt: 'list',
        permission: 'list',
        address: alice,
        more: 0,
      },
      { kind: 'refused', count: null, devices: [] },
    ],
  ])('has of %s what its sentence says', async (_name, entry, read) => {
    world.happened([event(5, entry)]);

    expect(await asked('audit alice@example.com')).toMatchObject({
      address: alice,
      events: [{ ...eventRead, ...read }],
      hasEarlier: false,
    });
  });

  it.each([
    [0, 0, false],
    [10, 10, false],
    [11, 10, true],
  ])('of %d events has %d, and whether there are earlier ones: %s', async (count, shown, hasEarlier) => {
    world.happened(Array.from({ length: count }, (_, index) => event(count - index)));
    const { events, ...rest } = await asked('audit alice@example.com');

    expect(events).toHaveLength(shown);
    expect(rest).toMatchObject({ hasEarlier });
  });
});

describe('help, for a program,', () => {
  it.each<[name: string, may: readonly Permission[], names: readonly string[]]>([
    ['nothing', [], ['whoami', 'help']],
    ['list', ['list'], ['list', 'whoami', 'help']],
    ['disconnect and audit', ['disconnect', 'audit'], ['disconnect', 'audit', 'whoami', 'help']],
  ])('has for who may %s the commands that its sentences have', async (_name, may, names) => {
    world.allow((permission) => may.includes(permission));
    const answer = await asked('help');

    expect(answer['commands']).toEqual(names.map((name) => expect.objectContaining({ name })));
    for (const { name, description } of commands) {
      const isSaid = String(answer['lines']).includes(description);
      expect({ name, isSaid }).toEqual({ name, isSaid: names.includes(name) });
    }
  });

  it('has how each is typed, and what it is for', async () => {
    const { commands: read } = await asked('help');

    expect(read).toContainEqual({
      name: 'edit',
      usage: 'edit <address> <device> <label> [kind] [protocols]',
      summary: 'Change the label, kind and protocols of a device',
      permission: 'edit',
    });
    expect(read).toContainEqual(expect.objectContaining({ usage: 'list [address] [match]' }));
    expect(read).toContainEqual(expect.objectContaining({ usage: 'help', permission: null }));
  });

  it('has no command for an outsider but those that everybody has', async () => {
    world.refuseOutsider('Guests may not use Postern.');

    expect((await asked('help'))['commands']).toEqual([
      expect.objectContaining({ name: 'whoami' }),
      expect.objectContaining({ name: 'help' }),
    ]);
  });
});

describe('whoami, for a program,', () => {
  const who = { platform: 'slack', workspace: 'T1', account: 'U0DANA', id: 'slack:T1/U0DANA' };
  const grant = { through: 'helpdesk', permissions: ['list', 'add'] as const, on: ['*@example.com'] };

  it('has who asks, and what they may do where', async () => {
    world.holds({ groups: ['helpdesk'], ownAddresses: [alice], grants: [grant] });

    expect(await asked('whoami')).toMatchObject({
      ...who,
      groups: ['helpdesk'],
      addresses: [alice],
      may: [grant],
      refusal: null,
      ask: 'the administrators',
    });
  });

  it('has of an outsider why they may do nothing, whatever a rule says', async () => {
    world.refuseOutsider('Guests may not use Postern.');
    world.holds({ grants: [grant] });

    expect(await asked('whoami')).toMatchObject({ ...who, may: [], refusal: 'Guests may not use Postern.' });
  });
});

describe('the list, for a program,', () => {
  it('has whose it is, and how much of it this page is', async () => {
    expect(await asked('alice@example.com')).toMatchObject({
      address: alice,
      total: 2,
      page: 1,
      pages: 1,
      rows: [{ label: 'iPhone' }, { label: 'Generic password' }],
    });
  });

  it('says of none that it is one page', async () => {
    expect(await asked('list alice@example.com nothing')).toMatchObject({ total: 0, page: 1, pages: 1 });
  });

  it('names the addresses of who owns more than one', async () => {
    const addresses = [alice, 'bob@example.com' as EmailAddress];
    world.holds({ ownAddresses: addresses });

    expect(await asked('')).toMatchObject({ addresses });
  });

  it('stands below a sentence that something was not done', async () => {
    expect(await asked('disconnect alice@example.com Tablet')).toMatchObject({
      failure: 'no-such-device',
      address: alice,
      total: 2,
    });
  });
});
