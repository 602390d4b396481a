import { useEffect, useReducer } from 'preact/hooks';
import type { Place } from '../../state/place.ts';
import { findPerson } from '../state/first-person.ts';
import { follow } from '../state/live.ts';
import { initialState } from '../state/page-state.ts';
import type { PageEvent, PageState } from '../state/page-state.ts';
import { writeSpot } from '../../state/spot.ts';
import { reduce } from '../state/reducer.ts';

/** Milliseconds after which a click that nothing came of may be tried again: Discord gives up on one after 3000. */
const longestBusy = 4000;

/** The page's state for one person, kept up to date from the server. */
export function usePage({ user, channel }: Place): readonly [PageState, (event: PageEvent) => void] {
  const [state, dispatch] = useReducer(reduce, initialState);

  useEffect(() => {
    let left = false;
    let stop = (): void => {};
    void findPerson(user).then((found) => {
      if (left) return;
      if (found === user) stop = follow(user, dispatch);
      else location.replace(writeSpot({ platform: 'discord', place: { user: found, channel } }));
    });
    return () => {
      left = true;
      stop();
      dispatch({ type: 'left' });
    };
  }, [user]);

  const channels = state.window?.channels ?? [];
  const opened = (channels.find(({ id }) => id === channel) ?? channels[0])?.id ?? '';
  useEffect(() => dispatch({ type: 'opened', channel: opened }), [opened]);

  useEffect(() => {
    if (!state.busy && !state.submitting) return undefined;
    const timer = setTimeout(() => dispatch({ type: 'settled' }), longestBusy);
    return () => clearTimeout(timer);
  }, [state.busy, state.submitting]);

  return [state, dispatch];
}
