import { expect, it } from 'vitest';
import type { EmailAddress } from '../../src/core/email-address.ts';
import type { OptionSpecs } from '../../src/core/option.ts';
import type { Access, Grant, Permission } from '../../src/core/permission.ts';
import type { Address, AddressId, Device, DeviceId } from '../../src/core/ports.ts';
import { Forbidden, resolveArguments, resolveOptions } from '../../src/core/resolve.ts';

const alice: Address = { id: '7' as AddressId, address: 'alice@example.com' as EmailAddress };

type Named = readonly [id: string, label: string, tag: string | undefined];

/** Alice’s devices in memory; every search finds all of them. */
function storesOf(named: readonly Named[]) {
  // Of a device, this is what is looked at.
  const devices = named.map(
    ([id, label, tag]) =>
      ({
        id,
        label,
        address: alice.address,
        ...(tag ? { kind: 'phone', tag } : { kind: 'generic' }),
      }) as Device,
  );
  const searched: unknown[] = [];
  const stores = {
    addresses: {
      find: async (email: EmailAddress) => (email === alice.address ? alice : undefined),
      get: async (id: AddressId) => (id === alice.id ? alice : undefined),
      search: async () => [],
    },
    devices: {
      list: async (id: AddressId, asked: object) => {
        searched.push([id, asked]);
        return { devices, total: devices.length, hasGeneric: false };
      },
      find: async (id: DeviceId) => devices.find((one) => one.id === id),
    },
  };
  // The methods that change something are not called here.
  return { stores: stores as never, searched };
}

function accessOf(may: (permission: Permission, address: string) => boolean, grants: readonly Grant[] = []) {
  const access: Access = {
    groups: [],
    ownAddresses: [],
    grants,
    refusal: undefined,
    ask: 'nobody',
    may,
    mayAnywhere: () => true,
  };
  return access;
}
const all = accessOf(() => true);

const common = { title: '', description: '', example: '' };
const specs: OptionSpecs = {
  address: { kind: 'email', ...common },
  device: { kind: 'device', optional: true, ...common },
  label: { kind: 'label', optional: true, ...common },
};
const failure = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

async function deviceBy(typed: string, devices: readonly Named[]) {
  const { stores } = storesOf(devices);
  const options = { address: alice.address, device: typed };
  return failure(
    resolveOptions(stores, all, 'disconnect', specs, options as never).then(({ device }) => {
      // It was looked up.
      return (device as Device).id;
    }),
  );
}

it('takes the address and the device for what was typed, and leaves the rest as it is', async () => {
  const { stores, searched } = storesOf([['42', 'iPhone', 'k7xw']]);
  const options = { address: alice.address, device: 'iphone', label: 'iphone' };

  expect(await resolveOptions(stores, all, 'edit', specs, options as never)).toMatchObject({
    address: alice,
    device: { id: '42' },
    label: 'iphone',
  });
  expect(searched).toEqual([['7', { match: 'iphone', page: 0, pageSize: 100 }]]);
});

it('looks for no device where none was typed', async () => {
  const { stores, searched } = storesOf([]);
  const options = { address: alice.address, device: undefined };

  expect(await resolveOptions(stores, all, 'list', specs, options as never)).toEqual({
    address: alice,
    device: undefined,
  });
  expect(await resolveOptions(stores, all, null, specs, { device: 'iphone' })).toEqual({
    device: 'iphone',
  });
  expect(searched).toEqual([]);
});

it.each<[name: string, typed: string, devices: readonly Named[], id: string]>([
  [
    'the label, whatever its case',
    'IPHONE',
    [
      ['1', 'iPhone', 'aaaa'],
      ['2', 'iPhone 2', 'bbbb'],
    ],
    '1',
  ],
  [
    'the tag, whatever its case',
    'K7XW',
    [
      ['1', 'k7xw of Bob', 'aaaa'],
      ['2', 'x', 'k7xw'],
    ],
    '2',
  ],
  ['a part, where it is the only one', 'pho', [['1', 'iPhone', 'aaaa']], '1'],
  [
    'the generic password by its label',
    'generic',
    [
      ['1', 'Generic', undefined],
      ['2', 'generics', 'aaaa'],
    ],
    '1',
  ],
])('finds a device by %s', async (_name, typed, devices, id) => {
  expect(await deviceBy(typed, devices)).toBe(id);
});

it.each<[name: string, typed: string, devices: readonly Named[], sentence: string]>([
  [
    'a part of two labels',
    'pho',
    [
      ['1', 'iPhone', 'aaaa'],
      ['2', 'Phone', 'bbbb'],
    ],
    'More than one device of alice@example.com matches “pho”. Nothing was done. Use the four characters that its password starts with.',
  ],
  [
    'the same label of two',
    'phone',
    [
      ['1', 'Phone', 'aaaa'],
      ['2', 'phone', 'bbbb'],
      ['3', 'phones', 'cccc'],
    ],
    'More than one device of alice@example.com matches “phone”. Nothing was done. Use the four characters that its password starts with.',
  ],
  ['nothing', 'fax', [], 'No device of alice@example.com matches “fax”. Nothing was done.'],
])('finds no device by %s, and shows the list', async (_name, typed, devices, message) => {
  expect(await deviceBy(typed, devices)).toMatchObject({
    code: 'no-such-device',
    message,
    option: 'device',
    showList: { address: '7' },
  });
});

it('takes a generic password for no tag', async () => {
  const generic = { id: '1', label: 'Old', kind: 'generic', tag: 'k7xw' };
  const { stores } = storesOf([['2', 'A k7xw', 'aaaa']]);
  const list = async () => ({ devices: [generic, { id: '2', label: 'A k7xw', kind: 'phone', tag: 'aaaa' }] });
  const both = { ...(stores as object), devices: { list } } as never;
  const options = { address: alice.address, device: 'k7xw' };

  expect(await failure(resolveOptions(both, all, 'edit', specs, options as never))).toMatchObject({
    code: 'no-such-device',
  });
});

it.each<[name: string, address: string, may: (permission: Permission) => boolean, error: object]>([
  [
    'who may not, of an address that is there',
    'alice@example.com',
    () => false,
    { name: 'Forbidden', permission: 'edit', address: 'alice@example.com', named: true },
  ],
  [
    'who may, but not list, of one that is not',
    'nobody@example.com',
    (permission) => permission !== 'list',
    { name: 'Forbidden', permission: 'edit', address: 'nobody@example.com', named: true },
  ],
  [
    'who may, of one that is not',
    'nobody@example.com',
    () => true,
    {
      code: 'no-such-address',
      message:
        'There is no address nobody@example.com here. Check the spelling; an administrator adds addresses with: postern address add nobody@example.com',
    },
  ],
])('refuses somebody %s', async (_name, address, may, error) => {
  const { stores } = storesOf([]);
  const options = { address };

  expect(await failure(resolveOptions(stores, accessOf(may), 'edit', specs, options as never))).toMatchObject(
    error,
  );
});

it('says in a log which permission was missing', () => {
  expect(new Forbidden('add', undefined, false).message).toBe('The policy does not allow add');
});

const everywhere: Grant = { through: 'admins', permissions: ['edit'], on: ['*@*'] };

it.each<[name: string, grants: readonly Grant[]]>([
  ['who may nothing', []],
  ['who may something else everywhere', [{ ...everywhere, permissions: ['list'] }]],
  ['who may it in a domain', [{ ...everywhere, on: ['*@example.com'] }]],
  ['who owns addresses', [{ ...everywhere, through: 'owner' }]],
  [
    'who may half of it by each of two rules',
    [
      { ...everywhere, on: [] },
      { ...everywhere, permissions: [] },
    ],
  ],
])('does not tell somebody %s that a device is gone', async (_name, grants) => {
  const { stores } = storesOf([]);
  const found = { device: '99' };
  const refused = resolveArguments(
    stores,
    accessOf(() => true, grants),
    'edit',
    { device: 'device' },
    found,
  );

  expect(await failure(refused)).toMatchObject({ name: 'Forbidden', permission: 'edit', named: false });
});

it.each(['address', 'device'] as const)('tells who may it everywhere that an %s is gone', async (kind) => {
  const { stores } = storesOf([]);
  const access = accessOf(() => true, [{ ...everywhere, on: ['*@example.com', '*@*'] }]);

  expect(await failure(resolveArguments(stores, access, 'edit', { one: kind }, { one: '99' }))).toMatchObject(
    {
      code: 'changed-meanwhile',
      message: 'That is no longer there, so nothing was done. Type /devices and the address again.',
    },
  );
});

it('refuses also who may it everywhere, but not there', async () => {
  const { stores } = storesOf([['42', 'iPhone', 'k7xw']]);
  const access = accessOf(() => false, [everywhere]);

  expect(
    await failure(resolveArguments(stores, access, 'edit', { device: 'device' }, { device: '42' })),
  ).toMatchObject({ name: 'Forbidden', address: alice.address, named: false });
});

it('checks the permission on every address that a click names', async () => {
  const { stores } = storesOf([['42', 'iPhone', 'k7xw']]);
  const both = { address: 'address', device: 'device' } as const;

  expect(await resolveArguments(stores, all, 'edit', both, { address: '7', device: '42' })).toMatchObject({
    address: alice,
    device: { id: '42' },
  });
  expect(
    await failure(resolveArguments(stores, all, 'edit', both, { address: '7', device: '99' })),
  ).toBeInstanceOf(Forbidden);
});

it('does nothing by a click that names no address to check the permission on', async () => {
  const { stores } = storesOf([]);

  expect(
    await failure(resolveArguments(stores, all, 'edit', { page: 'integer' }, { page: 1 })),
  ).toMatchObject({
    message: 'An action must name an address or a device, to check its permission on',
  });
});
