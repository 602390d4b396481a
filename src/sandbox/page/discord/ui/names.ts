import { createContext } from 'preact';
import type { DiscordWindowState } from '../../../discord-window.ts';

/** Names for the ids in messages. */
export interface NameBook {
  readonly person: (id: string) => string;
  readonly role: (id: string) => string;
  readonly channel: (id: string) => string;
  readonly you: string;
  readonly app: string;
}

export function namesOf({ people, roles, channels, app, you }: DiscordWindowState): NameBook {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  names.set(app.id, app.name);
  return {
    person: (id) => names.get(id) ?? 'unknown-user',
    role: (id) => roles.find((role) => role.id === id)?.name ?? 'unknown-role',
    channel: (id) => channels.find((channel) => channel.id === id)?.name ?? 'unknown',
    you: you.id,
    app: app.id,
  };
}

export const Names = createContext<NameBook>({
  person: (id) => id,
  role: (id) => id,
  channel: (id) => id,
  you: '',
  app: '',
});
