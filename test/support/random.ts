export interface Random {
  readonly seed: number;
  /** A whole number from 0 to just below `limit`. */
  below(limit: number): number;
}

/** The same numbers for the same seed: a run that failed can be repeated by TEST_SEED. */
export function random(seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000)): Random {
  let state = seed >>> 0;
  return {
    seed,
    below(limit) {
      // mulberry32
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
    },
  };
}
