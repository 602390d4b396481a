import type {
  DiscordChoice,
  DiscordOptionValues,
  DiscordWindowEvent,
  DiscordWindowMessage,
  DiscordWindowModal,
  DiscordWindowState,
} from '../discord-window.ts';
import { asText } from '../json.ts';
import { ActError } from './acts.ts';
import type { ActOutcome, Acts } from './acts.ts';
import type { Notice } from './audience.ts';
import { buttonsOf, chosenValues, controlsOf, findControls } from './find-control.ts';
import type { ButtonSeen, Control, ControlQuery } from './find-control.ts';
import { fieldsOf } from './form-fields.ts';
import { fillForm } from './form-helper.ts';
import type { FilledForm } from './form-helper.ts';
import { toWindow } from './messages.ts';
import { toWindowModal } from './modals.ts';
import { readableText } from './readable.ts';
import { windowState } from './window-state.ts';
import type { World } from './world.ts';

interface ClickTarget extends ControlQuery {
  /** Id or name. Without it: wherever the newest message with such a control stands. */
  readonly channel?: string;
  readonly message?: string;
}

/** A message as a person sees it. */
export interface SeenMessage extends DiscordWindowMessage {
  /** All that can be read in it, buttons apart, with times as ISO 8601 in place of `<t:…>`. */
  readonly text: string;
  readonly buttons: readonly ButtonSeen[];
}

/** One person at the window, for tests. Each act settles when Discord has the first answer, or gave up on it. */
export interface Person {
  readonly id: string;
  /** @param channel id or name of a channel, or `direct` for the messages with the app */
  readonly say: (channel: string, text: string) => Promise<ActOutcome>;
  /**
   * Uses a slash command, as Discord's window lets them: registered, for this person, and with options that fit.
   *
   * @param words without the slash: `devices list`
   */
  readonly command: (channel: string, words: string, options?: DiscordOptionValues) => Promise<ActOutcome>;
  /** What is offered for the option `focused`, which holds in `options` what is typed so far. */
  readonly autocomplete: (
    channel: string,
    words: string,
    options: DiscordOptionValues,
    focused: string,
  ) => Promise<readonly DiscordChoice[]>;
  /** Uses a button in the newest message that has it. A disabled one can't be clicked: that throws. */
  readonly click: (target: ClickTarget) => Promise<ActOutcome>;
  /** Chooses entries of a select, by value or words. */
  readonly choose: (target: ClickTarget, values: readonly string[]) => Promise<ActOutcome>;
  /** Fills in and sends the modal that is open; what is not named stays as the form had it. */
  readonly submit: (form?: FilledForm) => Promise<ActOutcome>;
  readonly close: () => void;
  /**
   * A click that Discord's window would never send: on a disabled or an absent button, or on another's ephemeral message.
   *
   * @param message id of any message
   */
  readonly forge: (
    message: string,
    click: { readonly customId: string; readonly values?: readonly string[] },
  ) => Promise<ActOutcome>;
  /** What this person sees now, oldest first. */
  readonly messages: (channel?: string) => readonly SeenMessage[];
  readonly modal: () => DiscordWindowModal | null;
  readonly notices: () => readonly Notice[];
  readonly state: () => DiscordWindowState;
  /** Waits until the look at the window gives something other than `undefined`, `null` or `false`. */
  readonly waitFor: <Found>(
    look: (person: Person) => Found | undefined | null | false,
    timeout?: number,
  ) => Promise<Found>;
  /** Waits for a message that holds these words, in its text or on its buttons. */
  readonly waitForMessage: (
    words: string | RegExp,
    channel?: string,
    timeout?: number,
  ) => Promise<SeenMessage>;
  readonly waitForModal: (timeout?: number) => Promise<DiscordWindowModal>;
}

export function createPerson(world: World, acts: Acts, id: string): Person {
  const { guilds, messages, modals, audience } = world;

  function channelId(channel: string): string {
    const found = channel === 'direct' ? guilds.directWith(id) : guilds.findChannel(channel);
    if (!found) throw new Error(`There is no channel ${channel}`);
    return found.id;
  }

  /** @param look is given nothing at first, and then what happens */
  async function until<Found>(
    look: (event?: DiscordWindowEvent) => Found | undefined | null | false,
    timeout: number,
  ): Promise<Found> {
    return new Promise((resolve, reject) => {
      const attempt = (event?: DiscordWindowEvent): void => {
        const found = look(event);
        if (found === undefined || found === null || found === false) return;
        clearTimeout(timer);
        stop();
        resolve(found);
      };
      const stop = audience.listen(id, attempt);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${id} waited ${timeout} ms in vain, and sees:\n${describe(person)}`));
      }, timeout);
      attempt();
    });
  }

  /** The newest message with such a control that can be used; else one that can't. */
  function findTarget({ channel, message, ...query }: ClickTarget): {
    readonly message: string;
    readonly control: Control;
  } {
    const found = person
      .messages(channel)
      .filter((one) => message === undefined || one.id === message)
      .toReversed()
      .flatMap((one) =>
        findControls(controlsOf(one.content, one.components), query).map((control) => ({
          message: one.id,
          control,
        })),
      );
    const target = found.find(({ control }) => !control.disabled) ?? found[0];
    if (!target) throw new Error(`${id} sees nothing to click that is ${JSON.stringify(query)}`);
    return target;
  }

  const person: Person = {
    id,
    say: async (channel, text) => {
      acts.say(id, channelId(channel), text);
      return { problem: null, interaction: null };
    },
    command: async (channel, words, options = {}) => acts.command(id, channelId(channel), words, options),
    autocomplete: async (channel, words, options, focused) =>
      acts.autocomplete(id, channelId(channel), words, options, focused),
    click: async (target) => {
      const { message, control } = findTarget(target);
      return acts.click(id, { message, customId: control.customId });
    },
    choose: async (target, values) => {
      const { message, control } = findTarget(target);
      const chosen = chosenValues(control.component, values);
      return acts.click(id, { message, customId: control.customId, values: chosen });
    },
    submit: async (form = {}) => {
      const open = modals.of(id);
      if (!open) throw new ActError(`${id} has no modal open`);
      return acts.submit(id, open.id, fillForm(fieldsOf(open.modal['components']), form));
    },
    close: () => acts.close(id, modals.of(id)?.id ?? ''),
    forge: async (message, click) => acts.forge(id, { message, ...click }),
    messages: (channel) => {
      const only = channel === undefined ? undefined : channelId(channel);
      return messages
        .seenBy(id)
        .filter((message) => only === undefined || message.channel === only)
        .map((message) => toSeen(toWindow(message)));
    },
    modal: () => toWindowModal(modals.of(id)),
    notices: () => audience.notices(id),
    state: () => {
      const known = guilds.person(id);
      if (!known) throw new Error(`There is no person ${id}`);
      return windowState(world, known);
    },
    waitFor: async (look, timeout = 5000) => until(() => look(person), timeout),
    waitForMessage: async (words, channel, timeout = 5000) => {
      const only = channel === undefined ? undefined : channelId(channel);
      const matches = (message: SeenMessage): boolean => {
        if (only !== undefined && message.channel !== only) return false;
        const text = [message.text, ...message.buttons.map(({ label }) => label)].join('\n');
        return typeof words === 'string' ? text.includes(words) : words.test(text);
      };
      return until((event) => {
        if (event === undefined) return person.messages().findLast(matches);
        if (event.type !== 'message' && event.type !== 'changed') return undefined;
        const news = toSeen(event.message);
        return matches(news) ? news : undefined;
      }, timeout);
    },
    waitForModal: async (timeout = 5000) => until(() => person.modal(), timeout),
  };
  return person;
}

function toSeen(message: DiscordWindowMessage): SeenMessage {
  const controls = controlsOf(message.content, message.components);
  return { ...message, text: readableText(message), buttons: buttonsOf(controls) };
}

/** For the failure of a test: the last of what is to be seen. */
function describe(person: Person): string {
  const seen = person.messages().slice(-3);
  const title = asText(person.modal()?.modal['title']) || 'none';
  return [
    ...seen.map(({ text, thinking }) => (thinking ? 'is thinking…' : text)),
    ...person.notices().map(({ text }) => text),
    `modal: ${title}`,
  ].join('\n---\n');
}
