export interface Sample {
  /** Milliseconds. */
  readonly at: number;
  readonly value: number;
}

/** By how much the values grow in an hour, by least squares. 0 where there are not two moments. */
export function slopeAnHour(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const at = mean((sample) => sample.at);
  const value = mean((sample) => sample.value);
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  if (spread === 0) return 0;
  const together = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.value - value), 0);
  return (together / spread) * 3_600_000;
}
