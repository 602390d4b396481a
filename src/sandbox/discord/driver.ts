import type {
  DiscordChoice,
  DiscordOptionValues,
  DiscordWindowMessage,
  DiscordWindowModal,
  DiscordWindowState,
} from '../discord-window.ts';
import type { ActOutcome } from './acts.ts';
import type { Notice } from './audience.ts';
import type { FilledForm } from './form-helper.ts';
import type { ButtonSeen, ControlQuery } from './find-control.ts';

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
