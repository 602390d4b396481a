import type { DiscordWindowChannel, DiscordWindowPerson, DiscordWindowState } from '../discord-window.ts';
import type { GuildRecord } from './guilds.ts';
import { toWindow } from './messages.ts';
import { toWindowModal } from './modals.ts';
import type { DiscordPerson } from './options.ts';
import { usableCommands } from './permissions.ts';
import { linesOf, toWindowCommand } from './typed-command.ts';
import type { World } from './world.ts';

/** Everything that one person sees, and nothing that Discord would hide from them. */
export function windowState(world: World, person: DiscordPerson): DiscordWindowState {
  const { options, guilds, messages, modals } = world;
  const guild = guildOf(world, person);
  const seen = guilds.channels().filter(({ id }) => guilds.sees(person.id, id));
  const [somewhere] = seen;
  const commands = somewhere ? linesOf(usableCommands(world, person.id, somewhere)) : [];
  return {
    guild: { id: guild?.id ?? '', name: guild?.name ?? '' },
    app: { id: options.app.id, name: options.app.name },
    you: toWindowPerson(person, guild),
    people: humans(world).map((one) => toWindowPerson(one, guild)),
    roles: (guild?.roles ?? []).map(({ id, name }) => ({ id, name })),
    channels: seen.map(({ id, name, kind, topic, guild: of }): DiscordWindowChannel => ({
      id,
      name,
      kind,
      topic,
      guild: of,
    })),
    messages: messages.seenBy(person.id).map(toWindow),
    modal: toWindowModal(modals.of(person.id)),
    commands: commands.map((line) => toWindowCommand(line, person.locale ?? 'en-US')),
  };
}

/** Who the page opens as, when it knows nobody yet. */
export function firstPerson(world: World): DiscordPerson | undefined {
  return humans(world)[0];
}

function humans({ guilds }: World): readonly DiscordPerson[] {
  return guilds.people().filter(({ isBot }) => isBot !== true);
}

function guildOf({ guilds }: World, { id }: DiscordPerson): GuildRecord | undefined {
  return guilds.guilds().find(({ members }) => members.has(id)) ?? guilds.guilds()[0];
}

function toWindowPerson(
  { id, username, displayName, about }: DiscordPerson,
  guild: GuildRecord | undefined,
): DiscordWindowPerson {
  const member = guild?.members.get(id);
  const roles = (guild?.roles ?? []).filter((role) => member?.roles.includes(role.id));
  return { id, username, name: member?.nickname ?? displayName, about, roles: roles.map(({ name }) => name) };
}
