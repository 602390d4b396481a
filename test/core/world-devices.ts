import { actorOf } from '../../src/core/actor.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import type { Tag } from '../../src/core/password.ts';
import type { Address, AddressId, DeviceId, OwnDevice } from '../../src/core/ports.ts';

export const alice: Address = { id: '7' as AddressId, address: 'alice@example.com' as EmailAddress };
export const bob: Address = { id: '8' as AddressId, address: 'bob@example.com' as EmailAddress };
export const dana = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0DANA' });

export function device(
  id: string,
  { id: addressId, address }: Address,
  tag: string,
  label: string,
): OwnDevice {
  return {
    id: id as DeviceId,
    addressId,
    address,
    label,
    kind: 'phone',
    tag: tag as Tag,
    protocols: ['imap'],
    version: 3,
    addedAt: new Date(0),
    addedBy: dana.id,
    lastUse: undefined,
    disconnectedAt: undefined,
    isLongUnused: false,
    delivery: 'received',
  };
}
