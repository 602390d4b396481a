/** The smallest value that this share of the values doesn't exceed. @throws {RangeError} of nothing */
export function percentile(values: readonly number[], share: number): number {
  const found = inOrder(values)[Math.max(0, Math.ceil(share * values.length) - 1)];
  if (found === undefined) throw new RangeError('Nothing was measured');
  return found;
}

/** @throws {RangeError} of nothing */
export function median(values: readonly number[]): number {
  return (
    (percentile(values, 0.5) +
      percentile(
        values.map((value) => -value),
        0.5,
      ) *
        -1) /
    2
  );
}

function inOrder(values: readonly number[]): readonly number[] {
  return values.toSorted((one, other) => one - other);
}
