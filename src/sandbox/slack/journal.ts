import { keepNewest } from '../bounded.ts';
import type { JsonObject } from '../json.ts';

export interface ApiCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The Web API method, or `response_url`. */
  readonly method: string;
  readonly token: 'bot' | 'app' | 'none' | 'unknown';
  /** What was sent, with JSON in form fields read, and without the token. */
  readonly body: JsonObject;
  /** 0 while, or where, no answer was given. */
  readonly status: number;
  /** Slack's word for what was wrong; `null` where nothing was. */
  readonly error: string | null;
  /** The planned fault that met this call. */
  readonly fault: string | null;
}

export type DeliveryKind = 'slash_commands' | 'interactive' | 'events_api';

export interface DeliveryEntry {
  readonly at: number;
  readonly kind: DeliveryKind;
  readonly via: 'socket' | 'http';
  /** `null` over HTTP, which has none. */
  readonly envelopeId: string | null;
  readonly payload: JsonObject;
  /**
   * `missing`: not acknowledged by the deadline; `late`: acknowledged after it. `refused`: an HTTP status other than 200.
   * `unreachable`: nobody took it.
   */
  readonly outcome: 'waiting' | 'acknowledged' | 'missing' | 'late' | 'refused' | 'unreachable';
  /** Milliseconds from sending to the acknowledgement. */
  readonly latency: number | null;
  readonly ack: unknown;
  readonly status: number | null;
}

/** Everything that the app asked and was told, in order, for tests to look at. */
export interface SandboxLog {
  readonly calls: (method?: string) => readonly ApiCall[];
  readonly deliveries: () => readonly DeliveryEntry[];
  readonly clear: () => void;
}

export interface Journal extends SandboxLog {
  /** @returns how to write down what became of it */
  readonly call: (entry: ApiCall) => (change: Partial<ApiCall>) => void;
  readonly delivery: (entry: DeliveryEntry) => (change: Partial<DeliveryEntry>) => void;
}

export function createJournal(keep: number): Journal {
  const calls = createList<ApiCall>(keep);
  const deliveries = createList<DeliveryEntry>(keep);

  return {
    calls: (method) => calls.all().filter((call) => method === undefined || call.method === method),
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
