import { keepNewest } from '../bounded.ts';
import type { JsonObject } from '../json.ts';

export interface RestCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Such as `POST /interactions/{interaction_id}/{interaction_token}/callback`; the bare path where there is no such route. */
  readonly route: string;
  /** As it was asked for, without `/api/v10`. It holds interaction tokens. */
  readonly path: string;
  readonly token: 'bot' | 'none' | 'unknown';
  readonly body: JsonObject;
  /** 0 while, or where, no answer was given. */
  readonly status: number;
  /** Discord's number for what was wrong; `null` where nothing was. */
  readonly code: number | null;
  /** Discord's words for it, each with where it is: `data.components.0: …`. */
  readonly problems: readonly string[];
  /** The planned fault that met this call. */
  readonly fault: string | null;
}

export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'modal';

/** One interaction on its way to the app, over one connection. */
export interface Delivery {
  readonly at: number;
  readonly kind: InteractionKind;
  /** The interaction's id. A duplicate has the same. */
  readonly id: string;
  readonly session: string | null;
  /** The `d` of INTERACTION_CREATE. */
  readonly payload: JsonObject;
  /**
   * `missing`: no first answer by the deadline. `unreachable`: no connection, and none that may be resumed;
   * `held` for one that may.
   */
  readonly outcome: 'waiting' | 'answered' | 'missing' | 'unreachable' | 'held';
  /** Milliseconds from sending to the first answer. */
  readonly latency: number | null;
  /** Discord's number of the first answer's type. */
  readonly answer: number | null;
}

/** Everything that the app asked and was told, in order, for tests to look at. */
export interface SandboxLog {
  readonly calls: (route?: string) => readonly RestCall[];
  readonly deliveries: () => readonly Delivery[];
  readonly clear: () => void;
}

export interface Journal extends SandboxLog {
  /** @returns how to write down what became of it */
  readonly call: (entry: RestCall) => (change: Partial<RestCall>) => void;
  readonly delivery: (entry: Delivery) => (change: Partial<Delivery>) => void;
}

export function createJournal(keep: number): Journal {
  const calls = createList<RestCall>(keep);
  const deliveries = createList<Delivery>(keep);

  return {
    // A part is enough: `callback` for the first answers.
    calls: (route) => calls.all().filter((call) => route === undefined || call.route.includes(route)),
    deliveries: deliveries.all,
    clear: () => {
      calls.clear();
      deliveries.clear();
    },
    call: calls.add,
    delivery: deliveries.add,
  };
}

function createList<Entry>(keep: number) {
  const entries = new Map<number, Entry>();
  let count = 0;

  return {
    all: (): readonly Entry[] => [...entries.values()],
    clear: (): void => entries.clear(),
    add: (entry: Entry) => {
      count += 1;
      const key = count;
      entries.set(key, entry);
      keepNewest(entries, keep);
      return (change: Partial<Entry>): void => {
        const known = entries.get(key);
        if (known) entries.set(key, { ...known, ...change });
      };
    },
  };
}
