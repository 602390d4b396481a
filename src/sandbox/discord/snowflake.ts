/** Milliseconds of 2015-01-01, when Discord's ids begin. */
const epoch = 1_420_070_400_000n;

let last = 0n;

/** Discord's ids: when it was, and a count. Never the same twice, and later ones are greater. */
export function newSnowflake(): string {
  const now = (BigInt(Date.now()) - epoch) << 22n;
  last = now > last ? now : last + 1n;
  return String(last);
}
