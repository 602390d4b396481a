import { randomBytes } from 'node:crypto';
import { keepNewest } from '../bounded.ts';

export interface Trigger {
  readonly id: string;
  readonly person: string;
  /** Where the person was, so that what Slack says about the modal stands there. */
  readonly channel: string;
}

/** Trigger ids: each opens one modal, once, within three seconds of what the person did. */
export interface Triggers {
  readonly issue: (person: string, channel: string) => string;
  /** Looks, and leaves it unused: an invalid view does not cost the trigger. */
  readonly check: (id: string) => Trigger | TriggerError;
  readonly spend: (id: string) => void;
}

/** @see https://docs.slack.dev/reference/methods/views.open/ */
type TriggerError = 'invalid_trigger_id' | 'expired_trigger_id' | 'exchanged_trigger_id';

export function createTriggers(lifetime: number): Triggers {
  const issued = new Map<string, { readonly trigger: Trigger; readonly at: number }>();
  const spent = new Set<string>();
  let count = 0;

  return {
    issue: (person, channel) => {
      count += 1;
      const id = `${Date.now()}.${count}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { trigger: { id, person, channel }, at: Date.now() });
      keepNewest(issued, 10_000);
      return id;
    },
    check: (id) => {
      const found = issued.get(id);
      if (!found) return 'invalid_trigger_id';
      if (spent.has(id)) return 'exchanged_trigger_id';
      if (Date.now() - found.at > lifetime) return 'expired_trigger_id';
      return found.trigger;
    },
    spend: (id) => keepNewest(spent.add(id), 10_000),
  };
}
