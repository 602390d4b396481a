/** The candidate with the fewest edits from what was typed; undefined where more than half would have to change. */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  // A long word is none of ours, and its distance would cost time in proportion.
  if (typed.length > 40) return undefined;
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(typed.toLowerCase(), candidate) }))
    .filter(({ candidate, edits }) => edits <= candidate.length / 2)
    .toSorted((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Levenshtein's: insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, characterA] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, characterB] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (characterA === characterB ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
