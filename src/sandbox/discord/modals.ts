import type { DiscordWindowModal } from '../discord-window.ts';
import type { JsonObject } from '../json.ts';
import type { Audience } from './audience.ts';
import { newSnowflake } from './snowflake.ts';

export interface OpenModal {
  readonly id: string;
  readonly person: string;
  readonly channel: string;
  /** The message whose button opened it. Null where a command did. */
  readonly clicked: string | null;
  /** `{ custom_id, title, components }`, with the ids that Discord fills in. */
  readonly modal: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
  readonly notice: string;
}

/** The modal that each person has open: one at most, and a new one takes the place of the old. */
export interface Modals {
  readonly of: (person: string) => OpenModal | undefined;
  readonly open: (draft: Omit<OpenModal, 'id' | 'errors' | 'notice'>) => void;
  readonly refuse: (open: OpenModal, errors: Readonly<Record<string, string>>, notice: string) => void;
  readonly close: (open: OpenModal) => void;
}

export function createModals(audience: Audience): Modals {
  const modals = new Map<string, OpenModal>();

  function set(person: string, open: OpenModal | undefined): void {
    if (open) modals.set(person, open);
    else modals.delete(person);
    audience.tell(person, { type: 'modal', modal: toWindowModal(open) });
  }

  return {
    of: (person) => modals.get(person),
    open: (draft) => set(draft.person, { ...draft, id: newSnowflake(), errors: {}, notice: '' }),
    refuse: (open, errors, notice) => set(open.person, { ...open, errors, notice }),
    close: (open) => {
      if (modals.get(open.person)?.id === open.id) set(open.person, undefined);
    },
  };
}

export function toWindowModal(open: OpenModal | undefined): DiscordWindowModal | null {
  return open ? { id: open.id, modal: open.modal, errors: open.errors, notice: open.notice } : null;
}
