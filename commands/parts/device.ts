import { changedMeanwhile, type UserError } from '../../src/core/errors.ts';
import type { Address, Device } from '../../src/core/ports.ts';

export function addressOf({ addressId, address }: Device): Address {
  return { id: addressId, address };
}

/** The answer to whoever was slower, with the page where the device stands. */
export function changedOf({ addressId, id }: Device): UserError {
  return changedMeanwhile({ address: addressId, device: id });
}

/**
 * The device, if it still is what the clicked list showed.
 *
 * @throws {UserError} `changed-meanwhile`
 */
export function stillAsShown(device: Device, version: number): Device {
  if (device.disconnectedAt || device.version !== version) throw changedOf(device);
  return device;
}
