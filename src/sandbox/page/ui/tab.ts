import type { ComponentChildren } from 'preact';
import type { Place } from '../state/place.ts';

/** What each of the two chats is given by the page around them. */
export interface TabProps {
  readonly place: Place;
  readonly phonesOpen: boolean;
  /** The phones, which stand beside the channel. */
  readonly phones: ComponentChildren;
}
