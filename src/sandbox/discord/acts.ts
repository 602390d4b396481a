import type { DiscordChoice, DiscordFormValues, DiscordOptionValues } from '../discord-window.ts';
import { asList, asObject, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { componentType, findByCustomId } from './components.ts';
import { deliver } from './deliver.ts';
import { fieldsOf, formErrors, readValues, submittedComponents } from './form-fields.ts';
import type { ChannelRecord } from './guilds.ts';
import { resolvedEntities } from './interaction-payloads.ts';
import type { Interaction } from './interactions.ts';
import { mentionsIn } from './mentions.ts';
import type { StoredMessage } from './messages.ts';
import type { OpenModal } from './modals.ts';
import { usableCommands } from './permissions.ts';
import { commandData, linesOf, MisfitError } from './typed-command.ts';
import type { TypedCommand } from './typed-command.ts';
import type { World } from './world.ts';

/** What a person can't do, and the window would not let them: no such button, a disabled one, not in the channel. */
export class ActError extends Error {
  override readonly name = 'ActError';
}

/** No first answer in time, or a form that Discord's own window refused. */
type Problem = 'no_answer' | 'form_incomplete';

export interface ActOutcome {
  /** `null` where the app answered in time, or did not have to. */
  readonly problem: Problem | null;
  /** The interaction that it caused. Null where it caused none. */
  readonly interaction: string | null;
}

export interface ClickAct {
  readonly message: string;
  readonly customId: string;
  /** Of a select. Undefined for a button. */
  readonly values?: readonly string[] | undefined;
}

/**
 * What a person does in the window.
 *
 * Each throws an {@link ActError} at once for what can't be done, and else settles when Discord has the first answer or gave up.
 */
export interface Acts {
  readonly say: (person: string, channel: string, text: string) => void;
  readonly command: (
    person: string,
    channel: string,
    words: string,
    options: DiscordOptionValues,
  ) => Promise<ActOutcome>;
  readonly autocomplete: (
    person: string,
    channel: string,
    words: string,
    options: DiscordOptionValues,
    focused: string,
  ) => Promise<readonly DiscordChoice[]>;
  readonly click: (person: string, act: ClickAct) => Promise<ActOutcome>;
  /** A click that no window would send. */
  readonly forge: (person: string, act: ClickAct) => Promise<ActOutcome>;
  readonly submit: (person: string, modal: string, values: DiscordFormValues) => Promise<ActOutcome>;
  readonly close: (person: string, modal: string) => void;
  readonly dismiss: (person: string, message: string) => void;
}

export function createActs(world: World): Acts {
  const { audience, guilds, messages, modals } = world;

  function outcome({ id, answer }: Interaction): ActOutcome {
    return { problem: answer ? null : 'no_answer', interaction: id };
  }

  function tellFailure(person: string, channel: string, { problem }: ActOutcome, text: string): void {
    if (problem === 'no_answer') audience.tell(person, { type: 'notice', channel, text });
  }

  async function sendCommand(
    person: string,
    channel: ChannelRecord,
    line: TypedCommand,
    kind: 'command' | 'autocomplete',
    data: JsonObject,
  ): Promise<Interaction> {
    const where = { person, channel: channel.id, guild: channel.guild };
    return deliver(world, { kind, ...where, clicked: null, command: line.words }, data);
  }

  async function sendClick(
    person: string,
    message: StoredMessage,
    customId: string,
    component: JsonObject,
    values: readonly string[] | undefined,
  ): Promise<ActOutcome> {
    const guild = guilds.channel(message.channel)?.guild ?? null;
    const data = {
      id: component['id'] ?? 0,
      custom_id: customId,
      component_type:
        component['type'] ?? (values === undefined ? componentType.button : componentType.stringSelect),
      ...(values === undefined ? {} : { values, resolved: resolvedEntities(world, guild, values) }),
    };
    const where = { person, channel: message.channel, guild, clicked: message.id, command: null };
    const clicked = outcome(await deliver(world, { kind: 'component', ...where }, data));
    tellFailure(person, message.channel, clicked, 'This interaction failed');
    return clicked;
  }

  return {
    say: (person, channelId, text) => {
      const channel = findChannel(world, person, channelId);
      if (text.trim() === '') throw new ActError('There is nothing to send');
      messages.post({
        channel: channel.id,
        from: person,
        content: text,
        embeds: [],
        components: [],
        files: [],
        flags: 0,
        mentions: mentionsIn(text, null),
        origin: null,
        onlyFor: null,
        loading: false,
      });
    },

    command: async (person, channelId, words, options) => {
      const channel = findChannel(world, person, channelId);
      const line = findLine(world, person, channel, words);
      const data = fitting(() => commandData(line, options));
      const chosen = Object.values(options).map(String);
      const resolved = resolvedEntities(world, channel.guild, chosen);
      const full = Object.keys(resolved).length === 0 ? data : { ...data, resolved };
      const sent = outcome(await sendCommand(person, channel, line, 'command', full));
      tellFailure(person, channel.id, sent, 'The application did not respond');
      return sent;
    },

    autocomplete: async (person, channelId, words, options, focused) => {
      const channel = findChannel(world, person, channelId);
      const line = findLine(world, person, channel, words);
      const data = fitting(() => commandData(line, options, focused));
      const { answer } = await sendCommand(person, channel, line, 'autocomplete', data);
      return (answer?.choices ?? []).filter(isObject).map(({ name, value }) => ({
        name: asText(name),
        value: typeof value === 'number' ? value : asText(value),
      }));
    },

    click: async (person, { message: id, customId, values }) => {
      const message = messages.seenBy(person).find((one) => one.id === id);
      if (!message) throw new ActError(`There is no message ${id} here`);
      const component = findByCustomId(message.components, customId);
      if (!component) throw new ActError(`There is no ${customId} in this message`);
      if (component['disabled'] === true) throw new ActError(`${customId} is disabled`);
      const isSelect = component['type'] !== componentType.button;
      if (isSelect) checkChosen(component, values ?? []);
      return sendClick(person, message, customId, component, isSelect ? (values ?? []) : undefined);
    },

    forge: async (person, { message: id, customId, values }) => {
      const message = messages.find(id);
      if (!message) throw new ActError(`There is no message ${id}`);
      const component = findByCustomId(message.components, customId) ?? {};
      return sendClick(person, message, customId, component, values);
    },

    submit: async (person, modalId, given) => {
      const open = findModal(world, person, modalId);
      const { components, custom_id: customId } = open.modal;
      const fields = fieldsOf(components);
      const values = readValues(fields, given);
      const errors = formErrors(fields, values);
      if (Object.keys(errors).length > 0) {
        modals.refuse(open, errors, '');
        return { problem: 'form_incomplete', interaction: null };
      }
      const guild = guilds.channel(open.channel)?.guild ?? null;
      const data = { custom_id: customId, components: submittedComponents(components, values) };
      const where = { person, channel: open.channel, guild, clicked: open.clicked, command: null };
      const sent = outcome(await deliver(world, { kind: 'modal', ...where }, data));
      if (sent.problem === null) modals.close(open);
      else modals.refuse(open, {}, 'Something went wrong. Try again.');
      return sent;
    },

    close: (person, modalId) => modals.close(findModal(world, person, modalId)),

    dismiss: (person, id) => {
      const message = messages.find(id);
      if (message?.onlyFor !== person)
        throw new ActError('Only a message that you alone see can be dismissed');
      messages.hide(message);
    },
  };
}

function findChannel({ guilds }: World, person: string, id: string): ChannelRecord {
  const channel = guilds.channel(id);
  if (!guilds.person(person)) throw new ActError(`There is no person ${person}`);
  if (!channel || !guilds.sees(person, id)) throw new ActError(`${person} sees no channel ${id}`);
  return channel;
}

function findLine(world: World, person: string, channel: ChannelRecord, words: string): TypedCommand {
  const lines = linesOf(usableCommands(world, person, channel));
  const line = lines.find((one) => one.words === words.trim().replace(/^\//, ''));
  if (line) return line;
  const offered = lines.map((one) => `/${one.words}`).join(', ') || 'none';
  throw new ActError(`${person} is offered no command /${words} here; these are: ${offered}`);
}

function findModal({ modals }: World, person: string, id: string): OpenModal {
  const open = modals.of(person);
  if (open?.id !== id) throw new ActError(`There is no modal ${id}`);
  return open;
}

function fitting<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof MisfitError) throw new ActError(error.message);
    throw error;
  }
}

function checkChosen(select: JsonObject, values: readonly string[]): void {
  const offered = asList(select['options']).map((option) => asObject(option)['value']);
  const stranger = values.find((value) => offered.length > 0 && !offered.includes(value));
  if (stranger !== undefined) throw new ActError(`“${stranger}” is not offered`);
  const least = Number(select['min_values'] ?? 1);
  const most = Number(select['max_values'] ?? 1);
  if (values.length < least || values.length > most) throw new ActError(`Choose from ${least} to ${most}`);
}
