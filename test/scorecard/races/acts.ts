import { randomUUID } from 'node:crypto';
import type { ActorId } from '../../../src/core/actor.ts';
import type { Tag } from '../../../src/core/password.ts';
import type { Address, Change, DeviceStore, Outcome, OwnDevice } from '../../../src/core/ports.ts';
import { dana, fresh, phone, sam } from '../../support/mailboxes.ts';
import type { Random } from '../../support/random.ts';

/** What one administrator is about to do, by what their list shows. */
export interface Act {
  readonly kind: 'add' | 'change-password' | 'edit' | 'disconnect' | 'disconnect-all';
  /** Undefined where it isn't about one device. */
  readonly device: OwnDevice | undefined;
  /** What the database is asked to give: another one by each process. */
  readonly tags: readonly Tag[];
  readonly op: string;
  at(store: DeviceStore): Promise<Outcome<unknown>>;
}

export interface Shown {
  readonly address: Address;
  readonly devices: readonly OwnDevice[];
  readonly digest: string;
}

const kinds = ['add', 'change-password', 'edit', 'disconnect', 'disconnect-all', 'change-password'] as const;

export function someAct({ address, devices, digest }: Shown, by: ActorId, random: Random): Act {
  const change: Change = { by, op: randomUUID() };
  const device = devices[random.below(devices.length)];
  const kind = kinds[random.below(kinds.length)] ?? 'add';
  const tags: Tag[] = [];
  const drawn = () => {
    const one = fresh();
    tags.push(one.tag);
    return one;
  };
  const act = { op: change.op, device: undefined, tags };
  const label = `${kind} ${random.below(1_000_000)}`;
  if (!device || kind === 'add') {
    return {
      ...act,
      kind: 'add',
      at: (store) => store.add(address.id, { ...phone, label, ...drawn() }, change),
    };
  }
  const { id, version } = device;
  switch (kind) {
    case 'change-password':
      return { ...act, kind, device, at: (store) => store.changePassword(id, version, drawn(), change) };
    case 'edit':
      return { ...act, kind, device, at: (store) => store.edit(id, version, { ...phone, label }, change) };
    case 'disconnect':
      return { ...act, kind, device, at: (store) => store.disconnect(id, version, change) };
    case 'disconnect-all':
      return { ...act, kind, at: (store) => store.disconnectAll(address.id, digest, change) };
  }
}

/** Two at once: two administrators, or one click that two processes were given. */
export function twoActs(shown: Shown, random: Random): readonly [Act, Act] {
  const first = someAct(shown, dana, random);
  return [first, random.below(4) === 0 ? first : someAct(shown, sam, random)];
}

/** What is wrong about how the two came out; undefined where nothing is. */
export function faultOf(
  [first, second]: readonly [Act, Act],
  outcomes: readonly string[],
): string | undefined {
  const said = `${first.kind} and ${second.kind}: ${outcomes.join(', ')}`;
  const came = outcomes.toSorted().join(' ');
  if (first === second) return came === 'done elsewhere' ? undefined : `one click twice, ${said}`;
  const sameDevice = first.device !== undefined && first.device.id === second.device?.id;
  const all = [first, second].filter(({ kind }) => kind === 'disconnect-all').length;
  const isOnAdd = [first, second].some(({ kind }) => kind === 'add');
  // An added device is none of those that the question showed: it may stay behind, as if it had been added after.
  if (all === 1 && isOnAdd) return ['changed done', 'done done'].includes(came) ? undefined : said;
  if (sameDevice || all > 0) return came === 'changed done' ? undefined : said;
  return came === 'done done' ? undefined : said;
}
