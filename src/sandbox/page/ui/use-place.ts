import { useEffect, useState } from 'preact/hooks';
import { readPlace } from '../state/place.ts';
import type { Place } from '../state/place.ts';

/** Who and where the page's address says, as it changes. */
export function usePlace(): Place {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return readPlace(hash);
}
