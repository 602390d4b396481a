import { type ActorId, type Identity, parseActorId } from '../core/actor.ts';
import type { AuditEvent, ChangeEntry, ChangeKind } from '../core/audit.ts';
import { text } from '../core/text.ts';
import type { PublicBlock, PublicView } from '../core/view.ts';
import { type Failure, failureOf, inTime } from './failure.ts';
import { eventBlocks, eventLine } from './view.ts';

/** One person who owns an address, by their accounts on all platforms. */
export type Owner = readonly ActorId[];

export interface ChangeEvent extends AuditEvent {
  readonly entry: ChangeEntry;
}

/** What an owner hears of. Not of passwords that never arrived: that concerns who asked for them. */
const toldKinds: ReadonlySet<string> = new Set<ChangeKind>([
  'device.added',
  'device.edited',
  'device.password-changed',
  'device.disconnected',
  'device.deleted',
  'device.changed',
]);

/** A change of a device, which its owner is to hear of unless it was their own. */
export function concernsOwners(event: AuditEvent): event is ChangeEvent {
  return toldKinds.has(event.entry.kind);
}

/** What somebody else did to the owner's devices. `events` are at least one. */
export function noticeView(events: readonly ChangeEvent[]): PublicView {
  const [first, ...more] = events;
  const blocks: readonly PublicBlock[] =
    first && more.length === 0
      ? eventBlocks(first)
      : events.map((event) => ({ kind: 'text', text: eventLine(event) }) as const);
  return {
    title: more.length === 0 ? 'A device of yours was changed' : 'Devices of yours were changed',
    blocks: [
      ...blocks,
      {
        kind: 'note',
        text: text`You are told since the address is yours. Did you not expect this? Show it to whoever runs your mail, with the number that starts with #.`,
      },
    ],
  };
}

/**
 * Tells a person once, on the first of their accounts that can be reached.
 *
 * @returns undefined where they were told, or have no account that takes direct messages; else a failure that may pass,
 * where there is one
 */
export async function tellOwner(
  owner: Owner,
  view: PublicView,
  tell: (person: Identity, view: PublicView) => Promise<void>,
): Promise<{ readonly error: unknown; readonly failure: Failure } | undefined> {
  let failed: { readonly error: unknown; readonly failure: Failure } | undefined;
  for (const person of reachable(owner)) {
    try {
      await inTime(tell(person, view));
      return undefined;
    } catch (error) {
      const failure = failureOf(error);
      if (!failed || failed.failure.permanent) failed = { error, failure };
    }
  }
  return failed;
}

/** Nobody reads messages at a terminal. */
export function reachable(owner: Owner): readonly Identity[] {
  return owner.flatMap((account) => {
    const identity = parseActorId(account);
    return identity && identity.platform !== 'terminal' ? [identity] : [];
  });
}
