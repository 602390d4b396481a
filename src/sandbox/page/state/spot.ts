import { readPlace, writePlace } from './place.ts';
import type { Place } from './place.ts';

export type Platform = 'slack' | 'discord';

/** Which of the two chats is looked at, by whom, and where in it. */
export interface Spot {
  readonly platform: Platform;
  readonly place: Place;
}

/** Reads `#discord/1100…101/1100…201`; without `discord/` it is a place of Slack. */
export function readSpot(hash: string): Spot {
  const inDiscord = /^#?discord(?:\/|$)/.exec(hash);
  return inDiscord
    ? { platform: 'discord', place: readPlace(hash.slice(inDiscord[0].length)) }
    : { platform: 'slack', place: readPlace(hash) };
}

export function writeSpot({ platform, place }: Spot): string {
  return platform === 'slack' ? writePlace(place) : writePlace(place).replace('#', '#discord/');
}
