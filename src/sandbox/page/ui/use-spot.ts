import { useEffect, useState } from 'preact/hooks';
import { readSpot } from '../state/spot.ts';
import type { Spot } from '../state/spot.ts';

/** Which chat, who and where the page's address says, as it changes. */
export function useSpot(): Spot {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return readSpot(hash);
}
