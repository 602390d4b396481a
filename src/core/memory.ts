/** Milliseconds: longer than a platform repeats a delivery, and than a signed request of Slack can be replayed. */
const remembered = 10 * 60_000;
/** At 80 deliveries a second the oldest are forgotten early; `op` in the database still gives each one effect. */
const most = 50_000;

/** What was acknowledged, and with which answer: a delivery that comes again gets the same, and no work is done. */
export interface Memory<T> {
  recall(keys: readonly string[]): { readonly answer: T } | undefined;
  remember(keys: readonly string[], answer: T): void;
  forget(keys: readonly string[]): void;
}

export function createMemory<T>(now: () => number): Memory<T> {
  const known = new Map<string, { readonly at: number; readonly answer: T }>();

  const dropOld = (): void => {
    for (const [key, { at }] of known) {
      if (known.size <= most && now() - at < remembered) return;
      known.delete(key);
    }
  };

  return {
    recall(keys) {
      dropOld();
      const found = keys.map((key) => known.get(key)).find((entry) => entry !== undefined);
      return found && { answer: found.answer };
    },
    remember(keys, answer) {
      const entry = { at: now(), answer };
      for (const key of keys) known.set(key, entry);
      dropOld();
    },
    forget(keys) {
      for (const key of keys) known.delete(key);
    },
  };
}
