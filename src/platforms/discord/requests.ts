import { ApplicationCommandOptionType, InteractionType, MessageFlags } from 'discord.js';
import { actorOf } from '../../core/actor.ts';
import type { Actor } from '../../core/actor.ts';
import type { RawOption } from '../../core/option.ts';
import type { Request, Typing } from '../../core/platform.ts';
import { actionIdOf } from './custom-id.ts';
import { interactionPayload, labelled } from './payloads.ts';
import type { CommandData, InteractionPayload, MemberPayload } from './payloads.ts';

/** In place of a server's id, where there is none. No policy lists it. */
const noGuild = 'direct';

/** The way back to the person. */
export interface Origin {
  readonly interaction: string;
  readonly application: string;
  readonly token: string;
  /** Whether it came from a message that only this person sees: that one can be replaced. */
  readonly isPrivate: boolean;
}

interface Sender {
  readonly actor: Actor;
  /** Undefined for what doesn't come from a server. */
  readonly member: MemberPayload | undefined;
  readonly origin: Origin;
}

export type Incoming = Sender &
  (
    | { readonly kind: 'request'; readonly request: Request }
    | { readonly kind: 'typing'; readonly typing: Typing }
  );

/** `ignored`: nothing of ours. `malformed`: not of the shape that Discord gives its interactions. */
export type Unread = 'ignored' | 'malformed';

/** Reads an interaction. Never throws, whatever it is. */
export function readInteraction(payload: unknown, command: string): Incoming | Unread {
  const { data } = interactionPayload.safeParse(payload);
  const sender = data && senderOf(data);
  if (!data || !sender) return 'malformed';
  const from = { actor: sender.actor, op: data.id };
  switch (data.type) {
    case InteractionType.ApplicationCommand: {
      const called = readCommand(data.data, command);
      if (!called) return 'ignored';
      const { name, values } = called;
      return {
        ...sender,
        kind: 'request',
        request: { ...from, kind: 'filled-command', command: name, values },
      };
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const called = readCommand(data.data, command);
      if (called?.focused === undefined) return 'ignored';
      const { name, values, focused } = called;
      const { [focused]: typed = '', ...others } = values;
      return {
        ...sender,
        kind: 'typing',
        typing: { actor: sender.actor, command: name, option: focused, typed, values: others },
      };
    }
    case InteractionType.MessageComponent:
      return {
        ...sender,
        kind: 'request',
        request: { ...from, kind: 'action', id: actionIdOf(data.data.custom_id) },
      };
    case InteractionType.ModalSubmit: {
      const { custom_id: id, components } = data.data;
      return {
        ...sender,
        kind: 'request',
        request: { ...from, kind: 'submission', id, values: readValues(components) },
      };
    }
  }
}

function senderOf(payload: InteractionPayload): Sender | undefined {
  const { id, application_id: application, token, guild_id: guild, member } = payload;
  const user = guild === undefined ? (payload.user ?? member?.user) : member?.user;
  if (!user) return undefined;
  const message = 'message' in payload ? payload.message : undefined;
  return {
    actor: actorOf({ platform: 'discord', workspace: guild ?? noGuild, user: user.id }),
    member: guild === undefined ? undefined : member,
    origin: {
      interaction: id,
      application,
      token,
      isPrivate: ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0,
    },
  };
}

interface Called {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
  readonly focused: string | undefined;
}

/** `/devices list address:…`: the subcommand is the command, and holds its options. */
function readCommand({ name, options = [] }: CommandData, command: string): Called | undefined {
  if (name !== command) return undefined;
  const [subcommand] = options;
  if (subcommand?.type !== ApplicationCommandOptionType.Subcommand) return undefined;
  const filled = subcommand.options ?? [];
  return {
    name: subcommand.name,
    values: Object.fromEntries(filled.map((option) => [option.name, String(option.value ?? '')])),
    focused: filled.find(({ focused }) => focused === true)?.name,
  };
}

/** Nothing chosen is an empty list: what is left out altogether would get its default. */
function readValues(components: readonly unknown[]): Readonly<Record<string, RawOption>> {
  return Object.fromEntries(
    components.flatMap((component): [string, RawOption][] => {
      const { data } = labelled.safeParse(component);
      if (!data) return [];
      const { component: input } = data;
      return [[input.custom_id, 'values' in input ? input.values : input.value]];
    }),
  );
}
