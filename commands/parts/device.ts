import { changedMeanwhile } from '../../src/core/errors.ts';
import type { Address, Device } from '../../src/core/ports.ts';

export function addressOf({ addressId, address }: Device): Address {
  return { id: addressId, address };
}

/**
 * The device, if it still is what the clicked list showed.
 *
 * @throws {UserError} `changed-meanwhile`
 */
export function stillAsShown(device: Device, version: number): Device {
  if (device.disconnectedAt || device.version !== version) throw changedMeanwhile(device.addressId);
  return device;
}
