import type {
  DiscordChannel,
  DiscordGuild,
  DiscordMember,
  DiscordOptions,
  DiscordPerson,
} from './options.ts';

/** A channel of a guild, or the direct messages between the app and a person. */
export interface ChannelRecord {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly kind: 'channel' | 'direct';
  readonly guild: string | null;
  /** Whose direct messages. */
  readonly person: string | null;
  /** Ids of roles and people. Null: the whole guild. */
  readonly visibleTo: readonly string[] | null;
  readonly bot: NonNullable<DiscordChannel['bot']>;
}

export interface GuildRecord extends Omit<DiscordGuild, 'channels' | 'members'> {
  readonly members: ReadonlyMap<string, DiscordMember>;
}

/** People, guilds, roles and channels, and how they change while the app runs. */
export interface Guilds {
  readonly person: (id: string) => DiscordPerson | undefined;
  readonly people: () => readonly DiscordPerson[];
  readonly guild: (id: string) => GuildRecord | undefined;
  readonly guilds: () => readonly GuildRecord[];
  readonly member: (guild: string, person: string) => DiscordMember | undefined;
  readonly channel: (id: string) => ChannelRecord | undefined;
  /** @param target id of a channel, or its name, with or without # */
  readonly findChannel: (target: string) => ChannelRecord | undefined;
  readonly channels: () => readonly ChannelRecord[];
  /** The direct messages between the app and a person; there from the start, as the page shows them. */
  readonly directWith: (person: string) => ChannelRecord;
  readonly sees: (person: string, channel: string) => boolean;

  readonly changePerson: (id: string, change: Partial<DiscordPerson>) => void;
  /** Roles taken away, a nickname given. Somebody who is no member becomes one. */
  readonly changeMember: (guild: string, person: string, change: Partial<DiscordMember>) => void;
  readonly removeMember: (guild: string, person: string) => void;
  readonly changeChannel: (
    id: string,
    change: Partial<Pick<DiscordChannel, 'name' | 'visibleTo' | 'bot'>>,
  ) => void;
  readonly removeChannel: (id: string) => void;
  readonly removeRole: (guild: string, role: string) => void;
  /** The bot is thrown out of a guild, or let in again. */
  readonly install: (guild: string, installed: boolean) => void;
  /** @param listener hears of every change, for the gateway and the open pages */
  readonly onChange: (listener: (change: GuildChange) => void) => void;
}

export type GuildChange =
  | { readonly kind: 'member'; readonly guild: string; readonly person: string }
  | { readonly kind: 'member-removed'; readonly guild: string; readonly person: string }
  | { readonly kind: 'channel'; readonly channel: ChannelRecord }
  | { readonly kind: 'channel-removed'; readonly channel: ChannelRecord }
  | { readonly kind: 'role-removed'; readonly guild: string; readonly role: string }
  | { readonly kind: 'installed'; readonly guild: string }
  | { readonly kind: 'uninstalled'; readonly guild: string };

export function createGuilds(options: DiscordOptions): Guilds {
  const people = new Map(options.people.map((person) => [person.id, person]));
  const guilds = new Map<string, GuildRecord>();
  const channels = new Map<string, ChannelRecord>();
  const listeners: ((change: GuildChange) => void)[] = [];

  for (const { channels: inside, members, ...guild } of options.guilds) {
    guilds.set(guild.id, { ...guild, members: new Map(members.map((member) => [member.user, member])) });
    for (const channel of inside) channels.set(channel.id, record(channel, guild.id));
  }
  for (const { id, isBot } of people.values()) if (isBot !== true) directWith(id);

  function directWith(person: string): ChannelRecord {
    const id = directId(person);
    const direct = channels.get(id) ?? {
      id,
      name: options.app.name,
      topic: '',
      kind: 'direct' as const,
      guild: null,
      person,
      visibleTo: null,
      bot: 'send' as const,
    };
    channels.set(id, direct);
    return direct;
  }

  function tell(change: GuildChange): void {
    for (const listener of listeners) listener(change);
  }

  function setGuild(id: string, change: (guild: GuildRecord) => Partial<GuildRecord>): void {
    const guild = guilds.get(id);
    if (!guild) throw new Error(`There is no guild ${id}`);
    guilds.set(id, { ...guild, ...change(guild) });
  }

  function sees(person: string, channelId: string): boolean {
    const channel = channels.get(channelId);
    if (!channel) return false;
    if (channel.guild === null) return channel.person === person;
    const guild = guilds.get(channel.guild);
    const member = guild?.members.get(person);
    if (!guild || !member) return false;
    if (channel.visibleTo === null || guild.owner === person) return true;
    const mine = new Set([person, guild.id, ...member.roles]);
    return channel.visibleTo.some((id) => mine.has(id));
  }

  return {
    person: (id) => people.get(id),
    people: () => [...people.values()],
    guild: (id) => guilds.get(id),
    guilds: () => [...guilds.values()],
    member: (guild, person) => guilds.get(guild)?.members.get(person),
    channel: (id) => channels.get(id),
    findChannel: (target) => {
      const name = target.replace(/^#/, '');
      return [...channels.values()].find(
        (channel) => channel.id === target || (channel.kind === 'channel' && channel.name === name),
      );
    },
    channels: () => [...channels.values()],
    directWith,
    sees,

    changePerson: (id, change) => {
      const person = people.get(id);
      if (!person) throw new Error(`There is no person ${id}`);
      people.set(id, { ...person, ...change });
    },
    changeMember: (id, person, change) => {
      setGuild(id, ({ members }) => {
        const old = members.get(person) ?? { user: person, roles: [] };
        return { members: new Map([...members, [person, { ...old, ...change }]]) };
      });
      tell({ kind: 'member', guild: id, person });
    },
    removeMember: (id, person) => {
      setGuild(id, ({ members }) => ({
        members: new Map([...members].filter(([user]) => user !== person)),
      }));
      tell({ kind: 'member-removed', guild: id, person });
    },
    changeChannel: (id, change) => {
      const old = channels.get(id);
      if (!old) throw new Error(`There is no channel ${id}`);
      const channel = { ...old, ...change };
      channels.set(id, channel);
      tell({ kind: 'channel', channel });
    },
    removeChannel: (id) => {
      const channel = channels.get(id);
      if (!channel) throw new Error(`There is no channel ${id}`);
      channels.delete(id);
      tell({ kind: 'channel-removed', channel });
    },
    removeRole: (id, role) => {
      setGuild(id, ({ roles, members }) => ({
        roles: roles.filter((known) => known.id !== role),
        members: new Map(
          [...members].map(([user, member]) => [
            user,
            { ...member, roles: member.roles.filter((known) => known !== role) },
          ]),
        ),
      }));
      tell({ kind: 'role-removed', guild: id, role });
    },
    install: (id, installed) => {
      setGuild(id, () => ({ installed }));
      tell({ kind: installed ? 'installed' : 'uninstalled', guild: id });
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

function record({ id, name, topic, visibleTo, bot }: DiscordChannel, guild: string): ChannelRecord {
  return {
    id,
    name,
    topic,
    kind: 'channel',
    guild,
    person: null,
    visibleTo: visibleTo ?? null,
    bot: bot ?? 'send',
  };
}

/** One for each person, and nobody's id. */
function directId(person: string): string {
  return String(BigInt(person) + 500_000_000_000_000_000n);
}
