import { useEffect, useState } from 'preact/hooks';
import type { PhonesState } from '../../mail/phones-window.ts';
import { changesOf, followPhones } from '../state/phones.ts';

export interface PhonesNow {
  /** Null until the server has said it. */
  readonly state: PhonesState | null;
  /** What happened last. */
  readonly news: string;
}

/** @param cards whether the phones are shown: what isn't shown is not asked for */
export function usePhones(cards: boolean): PhonesNow {
  const [now, setNow] = useState<PhonesNow>({ state: null, news: '' });
  useEffect(
    () =>
      followPhones(cards, (state) =>
        setNow((before) => {
          const changes = changesOf(before.state, state);
          return { state, news: changes.length > 0 ? changes.join('. ') : before.news };
        }),
      ),
    [cards],
  );
  return now;
}
