import type { DiscordWindowEvent } from '../discord-window.ts';

export interface Notice {
  readonly channel: string;
  readonly text: string;
}

/** Who is looking: the open pages of each person, and the drivers of tests. */
export interface Audience {
  readonly tell: (person: string, event: DiscordWindowEvent) => void;
  readonly tellAll: (event: DiscordWindowEvent) => void;
  readonly notices: (person: string) => readonly Notice[];
  /** @returns the end of it */
  readonly listen: (person: string, listener: (event: DiscordWindowEvent) => void) => () => void;
}

export function createAudience(): Audience {
  const listeners = new Map<string, Set<(event: DiscordWindowEvent) => void>>();
  const notices = new Map<string, Notice[]>();

  function tell(person: string, event: DiscordWindowEvent): void {
    if (event.type === 'notice') {
      const { channel, text } = event;
      notices.set(person, [...(notices.get(person) ?? []).slice(-99), { channel, text }]);
    }
    for (const listener of listeners.get(person) ?? []) listener(event);
  }

  return {
    tell,
    tellAll: (event) => {
      for (const person of listeners.keys()) tell(person, event);
    },
    notices: (person) => notices.get(person) ?? [],
    listen: (person, listener) => {
      const mine = listeners.get(person) ?? new Set();
      listeners.set(person, mine.add(listener));
      return () => mine.delete(listener);
    },
  };
}
