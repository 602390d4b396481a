/**
 * Text that fits, and shows where it was cut.
 *
 * Counted in UTF-16 code units, which are never fewer than the characters a platform counts.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = text.slice(0, most - 1);
  // Half of a character outside the first plane is no character.
  return `${/[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept}…`;
}

/** For where a platform refuses an empty text. */
export function filled(text: string, otherwise: string, most: number): string {
  return cut(text.trim() === '' ? otherwise : text, most);
}
