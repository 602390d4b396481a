/** Drops the oldest entries of a map, so that a sandbox left running does not grow without end. */
export function keepNewest<Key>(map: Map<Key, unknown> | Set<Key>, most: number): void {
  for (const key of map.keys()) {
    if (map.size <= most) return;
    map.delete(key);
  }
}
