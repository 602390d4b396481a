import { createDeviceStore } from '../../../db/device-store.ts';
import type { Address, Device, DeviceStore, OwnDevice } from '../../../src/core/ports.ts';
import { change, done, fresh, phone } from '../../support/mailboxes.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import type { Random } from '../../support/random.ts';
import { faultOf, type Shown, twoActs } from './acts.ts';

export interface RaceLane {
  /** @returns what was wrong, and which clicks were done */
  race(): Promise<{ readonly faults: readonly string[]; readonly done: readonly string[] }>;
}

/** Devices that an address has at least, and at most, when a race begins. */
const fewest = 2;
const most = 6;

export function raceLane(
  database: TestDatabase,
  address: Address,
  stores: readonly [DeviceStore, DeviceStore],
  random: Random,
): RaceLane {
  const own = createDeviceStore(database.db);

  async function connected(): Promise<readonly OwnDevice[]> {
    const { devices } = await own.list(address.id, { match: '', page: 0, pageSize: 50 });
    return devices.filter((device: Device): device is OwnDevice => device.kind !== 'generic');
  }

  /** @returns what both administrators see, with at least two devices and not too many */
  async function prepare(): Promise<{ readonly shown: Shown; readonly done: readonly string[] }> {
    const ops: string[] = [];
    let devices = await connected();
    for (let count = devices.length; count < fewest; count += 1) {
      const added = change();
      done(await own.add(address.id, { ...phone, ...fresh() }, added));
      ops.push(added.op);
    }
    for (const device of devices.slice(most)) {
      const cleared = change();
      done(await own.disconnect(device.id, device.version, cleared));
      ops.push(cleared.op);
    }
    if (ops.length > 0) devices = await connected();
    const { digest } = await own.connected(address.id);
    return { shown: { address, devices, digest }, done: ops };
  }

  return {
    async race() {
      const { shown, done: prepared } = await prepare();
      const acts = twoActs(shown, random);
      const outcomes = await Promise.all(acts.map((act, index) => act.at(stores[index === 0 ? 0 : 1])));
      const kinds = outcomes.map(({ kind }) => kind);
      const fault = faultOf(acts, kinds);

      const now = await connected();
      const tags = [...shown.devices.map(({ tag }) => tag), ...acts.flatMap(({ tags }) => tags)];
      const live = await signsIn(tags);
      const known = new Set<string>(now.map(({ tag }) => tag));
      const strangers = live.filter((tag) => !known.has(tag));
      const left = acts.some((act, index) => act.kind === 'disconnect-all' && kinds[index] === 'done')
        ? shown.devices.filter(({ id }) => now.some((device) => device.id === id))
        : [];
      return {
        faults: [
          ...(fault === undefined ? [] : [fault]),
          ...strangers.map(
            (tag) =>
              `${acts.map(({ kind }) => kind).join(' and ')}: a password that is no longer listed signs in (${tag})`,
          ),
          ...left.map(({ id }) => `device ${id} is still connected after all were disconnected`),
        ],
        done: [
          ...prepared,
          ...new Set(acts.filter((_, index) => kinds[index] === 'done').map(({ op }) => op)),
        ],
      };
    },
  };

  /** Which of these tags the mail server would be given a hash for. */
  async function signsIn(tags: readonly string[]): Promise<readonly string[]> {
    const rows = await database.sql('owner')<{ tag: string }[]>`
      select value as tag from json_array_elements_text(${JSON.stringify(tags)}::text::json)
      cross join lateral sign_in(${address.address}, 'imap', value) as answer
      where answer.password like '{BLF-CRYPT}%'`;
    return rows.map(({ tag }) => tag);
  }
}
