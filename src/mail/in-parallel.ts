/** Does the work for each, so many at a time, and ends when all of it has. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    // Each worker takes the next one from the same iterator.
    for (const item of left) await work(item);
  });
  await Promise.all(workers);
}
