import type { Context } from '../../src/core/command.ts';
import { changedMeanwhile, UserError } from '../../src/core/errors.ts';
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

/** The page of the list where the device stands, or stood. The first one where that can't be read: the change was made. */
export async function pageOf({ devices, rowsPerPage }: Context, { id }: Device): Promise<number> {
  try {
    return Math.floor((await devices.placeOf(id)) / rowsPerPage);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return 0;
  }
}
