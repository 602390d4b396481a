import { createContext } from 'preact';
import type { WindowState } from '../../window.ts';

/** Names for the ids in messages. */
export interface NameBook {
  readonly person: (id: string) => string;
  readonly channel: (id: string) => string;
  /** Whose direct messages a conversation of that name holds. */
  readonly idOf: (name: string) => string;
  readonly you: string;
  readonly bot: string;
}

export function namesOf({ people, channels, app, you }: WindowState): NameBook {
  const names = new Map(people.map(({ id, name }) => [id, name]));
  names.set(app.botUser, app.name);
  return {
    person: (id) => names.get(id) ?? id,
    channel: (id) => channels.find((channel) => channel.id === id)?.name ?? id,
    idOf: (name) => [...names].find(([, other]) => other === name)?.[0] ?? name,
    you: you.id,
    bot: app.botUser,
  };
}

export const Names = createContext<NameBook>({
  person: (id) => id,
  channel: (id) => id,
  idOf: (name) => name,
  you: '',
  bot: '',
});
