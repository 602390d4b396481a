import type { WindowModal } from '../window.ts';
import type { Audience } from './audience.ts';
import { newId, newTimestamp } from './ids.ts';
import { asText } from '../json.ts';
import type { JsonObject } from '../json.ts';

export interface OpenView {
  readonly id: string;
  readonly person: string;
  /** Where the person was when it opened. */
  readonly channel: string;
  /** As the app sent it, with the ids that Slack fills in. */
  readonly view: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
  /** Changes with each update, so that an app can refuse to overwrite what it has not seen. */
  readonly hash: string;
  readonly rootId: string;
  readonly previousId: string | null;
}

/** At most three views lie on top of each other. @see https://docs.slack.dev/reference/methods/views.push/ */
export const mostViews = 3;

/** The modals of each person: a stack, of which the last is to be seen. */
export interface Modals {
  readonly of: (person: string) => readonly OpenView[];
  readonly find: (id: string) => OpenView | undefined;
  readonly findByExternalId: (externalId: string) => OpenView | undefined;
  /** Puts a view on top; a first one, or one on another. */
  readonly push: (person: string, channel: string, view: JsonObject) => OpenView;
  readonly update: (open: OpenView, view: JsonObject) => OpenView;
  readonly refuse: (open: OpenView, errors: Readonly<Record<string, string>>) => void;
  /** Takes one off, and what lies on it. */
  readonly close: (open: OpenView) => void;
  readonly clear: (person: string) => readonly OpenView[];
}

export function createModals(audience: Audience): Modals {
  const stacks = new Map<string, readonly OpenView[]>();
  const of = (person: string): readonly OpenView[] => stacks.get(person) ?? [];
  const all = (): readonly OpenView[] => [...stacks.values()].flat();

  function set(person: string, stack: readonly OpenView[]): void {
    stacks.set(person, stack);
    audience.tell(person, { type: 'modal', modal: toWindowModal(stack.at(-1)) });
  }

  function change(open: OpenView): OpenView {
    set(
      open.person,
      of(open.person).map((other) => (other.id === open.id ? open : other)),
    );
    return open;
  }

  return {
    of,
    find: (id) => all().find((open) => open.id === id),
    findByExternalId: (externalId) => all().find(({ view }) => asText(view['external_id']) === externalId),
    push: (person, channel, view) => {
      const id = newId('V');
      const stack = of(person);
      const open = {
        id,
        person,
        channel,
        view,
        errors: {},
        hash: newHash(),
        rootId: stack[0]?.id ?? id,
        previousId: stack.at(-1)?.id ?? null,
      };
      set(person, [...stack, open]);
      return open;
    },
    update: (open, view) => change({ ...open, view, errors: {}, hash: newHash() }),
    refuse: (open, errors) => void change({ ...open, errors }),
    close: (open) => {
      const stack = of(open.person);
      const at = stack.findIndex(({ id }) => id === open.id);
      if (at !== -1) set(open.person, stack.slice(0, at));
    },
    clear: (person) => {
      const stack = of(person);
      set(person, []);
      return stack;
    },
  };
}

function newHash(): string {
  return `${newTimestamp()}.${newId('')}`;
}

export function toWindowModal(open: OpenView | undefined): WindowModal | null {
  return open ? { viewId: open.id, view: open.view, errors: open.errors } : null;
}
