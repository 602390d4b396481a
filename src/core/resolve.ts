import type { ArgumentSpecs, ReadArguments } from './action-id.ts';
import type { EmailAddress } from './email-address.ts';
import { quoted } from './email-address.ts';
import { UserError } from './errors.ts';
import type { OptionSpecs, ParsedOptions } from './option.ts';
import type { Access, Permission } from './permission.ts';
import type { Address, AddressId, AddressStore, Device, DeviceId, DeviceStore } from './ports.ts';

interface Stores {
  readonly addresses: AddressStore;
  readonly devices: DeviceStore;
}

type Values = Readonly<Record<string, unknown>>;

/** A refusal, before it is audited: which permission was missing, and on what. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
  readonly permission: Permission;
  readonly address: EmailAddress | undefined;
  /** False where the person clicked: the sentence must not tell them an address that they did not type. */
  readonly named: boolean;

  constructor(permission: Permission, address: EmailAddress | undefined, named: boolean) {
    super(`The policy does not allow ${permission}`);
    this.permission = permission;
    this.address = address;
    this.named = named;
  }
}

/**
 * Checks the permission on the address that was typed, then looks up the address and the device.
 *
 * In this order: somebody who may not list an address gets one answer, whether it exists or not.
 *
 * @throws {Forbidden}
 * @throws {UserError} `no-such-address`, `no-such-device`
 */
export async function resolveOptions(
  stores: Stores,
  access: Access,
  permission: Permission | null,
  specs: OptionSpecs,
  options: ParsedOptions,
): Promise<Values> {
  const values: Record<string, unknown> = { ...options };
  let address: Address | undefined;
  for (const [name, { kind }] of Object.entries(specs)) {
    const typed = options[name];
    if (typeof typed !== 'string') continue;
    if (kind === 'email') {
      // The parser of this kind gives nothing else.
      const email = typed as EmailAddress;
      address = await findAddress(stores, access, permission, email);
      values[name] = address;
    } else if (kind === 'device' && address) {
      values[name] = await findDevice(stores, address, typed);
    }
  }
  return values;
}

async function findAddress(
  { addresses }: Stores,
  access: Access,
  permission: Permission | null,
  email: EmailAddress,
): Promise<Address> {
  if (permission && !access.may(permission, email)) throw new Forbidden(permission, email, true);
  const address = await addresses.find(email);
  if (address) return address;
  if (permission && !access.may('list', email)) throw new Forbidden(permission, email, true);
  throw new UserError(
    'no-such-address',
    `There is no address ${email} here. Check the spelling; an administrator adds addresses with: postern address add ${email}`,
  );
}

/** By tag or by label, whatever the case. None or two are a refusal. */
async function findDevice({ devices }: Stores, address: Address, typed: string): Promise<Device> {
  const { devices: candidates } = await devices.list(address.id, { match: typed, page: 0, pageSize: 100 });
  const wanted = typed.toLowerCase();
  const exact = candidates.filter(
    (device) => device.label.toLowerCase() === wanted || (device.kind !== 'generic' && device.tag === wanted),
  );
  const [found, another] = exact.length > 0 ? exact : candidates;
  if (found && !another) return found;
  throw new UserError(
    'no-such-device',
    found
      ? `More than one device of ${address.address} matches ${quoted(typed)}. Nothing was done. Use the four characters that its password starts with.`
      : `No device of ${address.address} matches ${quoted(typed)}. Nothing was done.`,
    { option: 'device', showList: { address: address.id } },
  );
}

/**
 * Looks up what a button names, and checks the permission on its address.
 *
 * An id that doesn't exist is refused like one that is somebody else's; only who may do this on every address hears
 * that it is gone.
 *
 * @throws {Forbidden}
 */
export async function resolveArguments(
  { addresses, devices }: Stores,
  access: Access,
  permission: Permission,
  specs: ArgumentSpecs,
  found: ReadArguments,
): Promise<Values> {
  const values: Record<string, unknown> = { ...found };
  const emails: (EmailAddress | undefined)[] = [];
  for (const [name, kind] of Object.entries(specs)) {
    // `decodeArguments` has read both as digits.
    const id = found[name];
    if (kind === 'address') {
      const address = await addresses.get(id as AddressId);
      values[name] = address;
      emails.push(address?.address);
    } else if (kind === 'device') {
      const device = await devices.find(id as DeviceId);
      values[name] = device;
      emails.push(device?.address);
    }
  }
  if (emails.length === 0)
    throw new Error('An action must name an address or a device, to check its permission on');
  for (const email of emails) {
    if (email === undefined && mayEverywhere(access, permission)) throw gone();
    if (email === undefined || !access.may(permission, email)) throw new Forbidden(permission, email, false);
  }
  return values;
}

function mayEverywhere({ grants }: Access, permission: Permission): boolean {
  return grants.some(({ through, permissions, on }) => {
    return through !== 'owner' && permissions.includes(permission) && on.includes('*@*');
  });
}

function gone(): UserError {
  return new UserError(
    'changed-meanwhile',
    'That is no longer there, so nothing was done. Type /devices and the address again.',
  );
}
