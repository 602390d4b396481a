/** Counted by us at the statements: the driver tells nothing of its pool (3.4.9). */
export interface PoolUsage {
  readonly connections: number;
  /** Each has a statement under way. */
  readonly inUse: number;
  /** Statements that no connection is free for. */
  readonly waiting: number;
  /** Statements that found no connection free, since the start. */
  readonly waited: number;
}

export interface PoolMeter {
  /** Counts this statement until it is answered. */
  watch<S extends PromiseLike<unknown>>(statement: S): S;
  usage(): PoolUsage;
}

/** For a pool that sends one statement at a time over each of its connections. */
export function createPoolMeter(connections: number): PoolMeter {
  let underWay = 0;
  let waited = 0;
  const answered = () => {
    underWay -= 1;
  };
  return {
    watch(statement) {
      underWay += 1;
      if (underWay > connections) waited += 1;
      // The driver sends a statement once somebody waits for it. Whoever asks does so in this same turn.
      statement.then(answered, answered);
      return statement;
    },
    usage: () => ({
      connections,
      inUse: Math.min(underWay, connections),
      waiting: Math.max(underWay - connections, 0),
      waited,
    }),
  };
}
