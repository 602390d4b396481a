import type { ComponentChildren } from 'preact';
import type { Place } from '../state/place.ts';

/** What each of the two chats is given by the page around them. */
export interface TabProps {
  readonly place: Place;
  /** Hears who acts here, by name: the other chat opens as the same person. */
  readonly onPerson: (name: string) => void;
  readonly phonesOpen: boolean;
  /** The phones, which stand beside the channel. */
  readonly phones: ComponentChildren;
}
