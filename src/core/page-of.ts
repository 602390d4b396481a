import type { Context } from './command.ts';
import { UserError } from './errors.ts';
import type { DeviceId } from './ports.ts';

/** The page of the list where the device stands, or stood. The first one where that can't be read: the rest matters more. */
export async function pageOf(
  { devices, rowsPerPage }: Pick<Context, 'devices' | 'rowsPerPage'>,
  device: DeviceId,
): Promise<number> {
  try {
    return Math.floor((await devices.placeOf(device)) / rowsPerPage);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return 0;
  }
}
