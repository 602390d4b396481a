import type { SlackOptions, SlackPerson } from './options.ts';

export interface ChannelRecord {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly kind: 'channel' | 'direct';
  readonly members: ReadonlySet<string>;
  readonly archived: boolean;
  readonly isPrivate: boolean;
}

/** People, groups and channels, and how they change while the app runs. */
export interface Workspace {
  readonly person: (id: string) => SlackPerson | undefined;
  readonly people: () => readonly SlackPerson[];
  readonly group: (id: string) => { readonly handle: string; readonly users: readonly string[] } | undefined;
  readonly groups: () => readonly {
    readonly id: string;
    readonly handle: string;
    readonly users: readonly string[];
  }[];
  readonly channel: (id: string) => ChannelRecord | undefined;
  readonly channels: () => readonly ChannelRecord[];
  /** The direct messages between the app and a person; there from the start, as the page shows them. */
  readonly directWith: (person: string) => ChannelRecord;
  readonly isMember: (channel: string, person: string) => boolean;

  readonly changePerson: (id: string, change: Partial<SlackPerson>) => void;
  readonly setGroup: (id: string, users: readonly string[]) => void;
  readonly removeGroup: (id: string) => void;
  readonly archive: (channel: string, archived?: boolean) => void;
  readonly removeChannel: (channel: string) => void;
  readonly join: (channel: string, person: string) => void;
  readonly leave: (channel: string, person: string) => void;
}

export function createWorkspace(options: SlackOptions): Workspace {
  const { botUser, name: appName } = options.app;
  const people = new Map(options.people.map((person) => [person.id, person]));
  const groups = new Map(options.userGroups.map((group) => [group.id, group]));
  const channels = new Map<string, ChannelRecord>();
  for (const channel of options.channels) {
    channels.set(channel.id, {
      ...channel,
      kind: 'channel',
      members: new Set(channel.members),
      archived: channel.archived ?? false,
      isPrivate: channel.isPrivate ?? false,
    });
  }
  for (const person of people.keys()) directWith(person);

  function directWith(person: string): ChannelRecord {
    const id = `D${person.slice(1)}`;
    const direct = channels.get(id) ?? {
      id,
      name: appName,
      topic: '',
      kind: 'direct' as const,
      members: new Set([person, botUser]),
      archived: false,
      isPrivate: true,
    };
    channels.set(id, direct);
    return direct;
  }

  function changeChannel(id: string, change: Partial<ChannelRecord>): void {
    const channel = channels.get(id);
    if (!channel) throw new Error(`There is no channel ${id}`);
    channels.set(id, { ...channel, ...change });
  }

  return {
    person: (id) => people.get(id),
    people: () => [...people.values()],
    group: (id) => groups.get(id),
    groups: () => [...groups.values()],
    channel: (id) => channels.get(id),
    channels: () => [...channels.values()],
    directWith,
    isMember: (channel, person) => channels.get(channel)?.members.has(person) ?? false,

    changePerson: (id, change) => {
      const person = people.get(id);
      if (!person) throw new Error(`There is no person ${id}`);
      people.set(id, { ...person, ...change });
    },
    setGroup: (id, users) =>
      groups.set(id, { id, handle: groups.get(id)?.handle ?? id.toLowerCase(), users }),
    removeGroup: (id) => groups.delete(id),
    archive: (channel, archived = true) => changeChannel(channel, { archived }),
    removeChannel: (channel) => channels.delete(channel),
    join: (channel, person) =>
      changeChannel(channel, { members: new Set([...(channels.get(channel)?.members ?? []), person]) }),
    leave: (channel, person) => {
      const members = new Set(channels.get(channel)?.members);
      members.delete(person);
      changeChannel(channel, { members });
    },
  };
}
