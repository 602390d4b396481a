import type { ActorId } from '../../core/actor.ts';
import type { MemberPayload } from './payloads.ts';

/**
 * Milliseconds that what an interaction said of its sender is believed: as long as it takes to ask who they are, so that
 * somebody who has lost a role since has lost it at their next click.
 */
const believed = 10_000;
/** At a time: far above any team. */
const most = 10_000;

/** Discord says of every sender which roles they have: it need not be asked. */
export interface People {
  remember(actor: ActorId, member: MemberPayload): void;
  recall(actor: ActorId): MemberPayload | undefined;
}

export function createPeople(now: () => number): People {
  const known = new Map<ActorId, { readonly at: number; readonly member: MemberPayload }>();
  return {
    remember(actor, member) {
      // Deleted first, so that the map stays in the order in which they came.
      known.delete(actor);
      known.set(actor, { at: now(), member });
      for (const [oldest, { at }] of known) {
        if (known.size <= most && now() - at < believed) break;
        known.delete(oldest);
      }
    },
    recall(actor) {
      const found = known.get(actor);
      const age = found ? now() - found.at : 0;
      // A clock that was set back must not make it last.
      return found && age >= 0 && age < believed ? found.member : undefined;
    },
  };
}
