import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { actorOf } from '../../src/core/actor.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import type { Tag } from '../../src/core/password.ts';
import type { Access, Permission } from '../../src/core/permission.ts';
import type { Typing } from '../../src/core/platform.ts';
import type { AddressId, AddressStore, Device, DeviceId, DeviceStore } from '../../src/core/ports.ts';
import { createRegistry } from '../../src/core/registry.ts';
import { createSuggestions } from '../../src/core/suggest.ts';

const dana = actorOf({ platform: 'discord', workspace: '1', user: '2' });

interface World {
  readonly addresses: readonly string[];
  readonly own?: readonly string[];
  readonly may?: (permission: Permission, address: string) => boolean;
  readonly refusal?: string;
  readonly devices?: readonly (readonly [label: string, tag: string])[];
  readonly search?: AddressStore['search'];
}

/** Addresses, devices and a policy, in memory. `pages` counts how often addresses were read. */
function createWorld({ addresses, own = [], may = () => true, refusal, devices = [], search }: World) {
  const logged: object[] = [];
  let pages = 0;
  const id = '7' as AddressId;
  const access: Access = {
    groups: [],
    ownAddresses: own as readonly EmailAddress[],
    grants: [],
    refusal,
    ask: 'nobody',
    may,
    mayAnywhere: () => true,
  };
  const write = (fields: object): void => void logged.push(fields);
  const suggest = createSuggestions(createRegistry(commands), {
    addresses: {
      find: async (address) => (addresses.includes(address) ? { id, address } : undefined),
      get: async () => undefined,
      search:
        search ??
        (async (word, { after = '', limit }) => {
          pages += 1;
          // The test's own addresses are spelled like any.
          return addresses
            .filter((one) => one.startsWith(word) && one > after)
            .toSorted()
            .slice(0, limit) as EmailAddress[];
        }),
    },
    devices: deviceStore(devices),
    permissions: { accessOf: async () => access, ownersOf: () => [] },
    log: { info: write, warn: write, error: write },
  });
  const values = async (typing: Partial<Typing>): Promise<readonly string[]> => {
    const found = await suggest({
      actor: dana,
      command: 'list',
      option: 'address',
      typed: '',
      values: {},
      ...typing,
    });
    return found.map(({ value }) => value);
  };
  return { suggest, values, logged, pages: () => pages };
}

function deviceStore(devices: readonly (readonly [string, string])[]): DeviceStore {
  const refuse = (): never => {
    throw new Error('A suggestion changes nothing');
  };
  return {
    list: async (_address, { match }) => {
      const found = devices
        .filter(([label, tag]) => label.toLowerCase().includes(match.toLowerCase()) || tag === match)
        .map(([label, tag], index) => deviceOf(String(index + 1), label, tag));
      return { devices: found, total: found.length, hasGeneric: false };
    },
    placeOf: refuse,
    find: async () => undefined,
    connected: refuse,
    add: refuse,
    changePassword: refuse,
    edit: refuse,
    disconnect: refuse,
    disconnectAll: refuse,
  };
}

function deviceOf(id: string, label: string, tag: string): Device {
  const listed = {
    id: id as DeviceId,
    addressId: '7' as AddressId,
    address: 'alice@example.com' as EmailAddress,
    label,
    protocols: ['imap'],
    version: 1,
    addedAt: new Date(0),
    addedBy: dana.id,
    lastUse: undefined,
    disconnectedAt: undefined,
    isLongUnused: false,
  } as const;
  return tag === ''
    ? { ...listed, kind: 'generic' }
    : { ...listed, kind: 'phone', tag: tag as Tag, delivery: 'received' };
}

const many = Array.from({ length: 300 }, (_, index) => `user${String(index).padStart(3, '0')}@example.com`);

describe('an address that is typed', () => {
  it('is completed with what begins like it, at most 25', async () => {
    const { values } = createWorld({ addresses: [...many, 'alice@example.com'] });

    expect(await values({ typed: 'al' })).toEqual(['alice@example.com']);
    expect(await values({ typed: 'user' })).toEqual(many.slice(0, 25));
    expect(await values({ typed: 'AL' })).toEqual(['alice@example.com']);
  });

  it('is completed with the asker’s own addresses first, each once', async () => {
    const { values } = createWorld({
      addresses: ['alice@example.com', 'bob@example.com', 'zoe@example.com'],
      own: ['zoe@example.com', 'gone@example.com'],
    });

    expect(await values({})).toEqual(['zoe@example.com', 'alice@example.com', 'bob@example.com']);
    expect(await values({ typed: 'b' })).toEqual(['bob@example.com']);
  });

  it('is looked for on further pages where the asker may not see the first ones', async () => {
    const { values, pages } = createWorld({
      addresses: many,
      may: (_permission, address) => address > 'user270',
    });

    expect(await values({ typed: 'user' })).toEqual(many.filter((one) => one > 'user270').slice(0, 25));
    expect(pages()).toBe(3);
  });

  it.each<[name: string, may: (permission: Permission) => boolean]>([
    ['may not list', (permission) => permission !== 'list'],
    ['may not use the command on', (permission) => permission !== 'audit'],
  ])('is never completed with what the asker %s', async (_name, may) => {
    const { values } = createWorld({ addresses: many, may });

    expect(await values({ command: 'audit', typed: 'user' })).toEqual([]);
  });

  it('is not completed for outsiders, and no address is read', async () => {
    const { values, pages } = createWorld({ addresses: many, refusal: 'A guest.' });

    expect(await values({ typed: 'user' })).toEqual([]);
    expect(pages()).toBe(0);
  });

  it('is completed with what was found until time is up', async () => {
    const { values } = createWorld({
      addresses: ['zoe@example.com'],
      own: ['zoe@example.com'],
      search: async () => new Promise(() => {}),
    });
    const before = performance.now();

    expect(await values({})).toEqual(['zoe@example.com']);
    // Time is up after 200 ms, and 300 ms are promised. The rest is for a machine that is busy with other tests.
    expect(performance.now() - before).toBeLessThan(1000);
  });

  it('is not completed where the database fails, which the log says', async () => {
    const { values, logged } = createWorld({
      addresses: [],
      search: async () => Promise.reject(new Error('down')),
    });

    expect(await values({})).toEqual([]);
    expect(logged).toEqual([expect.objectContaining({ by: dana.id, command: 'list' })]);
  });
});

describe('a device that is typed', () => {
  const devices = [
    ['Generic password', ''],
    ['iPhone', 'k7xw'],
    ['Outlook', 'm2pq'],
  ] as const;
  const typing = { command: 'disconnect', option: 'device', values: { address: 'Alice@example.com ' } };

  it('is completed with label and tag, and its value is the tag', async () => {
    const { suggest } = createWorld({ addresses: ['alice@example.com'], devices });

    expect(await suggest({ actor: dana, typed: '', ...typing })).toEqual([
      { label: 'iPhone · k7xw', value: 'k7xw' },
      { label: 'Outlook · m2pq', value: 'm2pq' },
    ]);
    expect(await suggest({ actor: dana, typed: 'out', ...typing })).toHaveLength(1);
  });

  it.each<[name: string, world: Partial<World>, change: Partial<Typing>]>([
    ['there is no address', {}, { values: {} }],
    ['the address is none', {}, { values: { address: 'alice' } }],
    ['nobody has the address', {}, { values: { address: 'bob@example.com' } }],
    ['the asker may not disconnect', { may: (permission) => permission === 'list' }, {}],
    ['the asker may not list', { may: (permission) => permission === 'disconnect' }, {}],
    ['there is no such command', {}, { command: 'nothing' }],
    ['there is no such option', {}, { option: 'nothing' }],
  ])('is not completed where %s', async (_name, world, change) => {
    const { values } = createWorld({ addresses: ['alice@example.com'], devices, ...world });

    expect(await values({ ...typing, ...change })).toEqual([]);
  });
});
