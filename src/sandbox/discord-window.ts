/**
 * What the page and the Discord of our own say to each other, in the shape of window.ts.
 *
 * The page asks by `GET /discord/window/state?user=…` once, posts each act of its person as JSON to
 * `POST /discord/window/<act>`, and hears what follows over a WebSocket at `/discord/window/live?user=…`: one JSON
 * `DiscordWindowEvent` a frame. What Discord itself would hide from that person is never sent to the page.
 *
 * `user` left out of `state`: the state of the first of the people; nobody's id: 400 and `{ error }`.
 */

export interface DiscordWindowPerson {
  readonly id: string;
  /** As the guild shows it: the nickname, else the display name. */
  readonly name: string;
  readonly username: string;
  /** One line under the name, such as "mail admin". */
  readonly about: string;
  /** Names of roles, in the first guild. */
  readonly roles: readonly string[];
}

export interface DiscordWindowChannel {
  readonly id: string;
  /** Without `#`. For a direct message: the name of the other side. */
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly topic: string;
  /** Null for direct messages. */
  readonly guild: string | null;
}

/** A JSON object in Discord's own wire format. */
export type Raw = Readonly<Record<string, unknown>>;

export interface DiscordWindowFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

export interface DiscordWindowMessage {
  readonly id: string;
  readonly channel: string;
  /** A person's id, or the app's. */
  readonly from: string;
  /** ISO 8601. */
  readonly at: string;
  readonly edited: boolean;
  /** Discord's Markdown. */
  readonly content: string;
  readonly embeds: readonly Raw[];
  /** As the app sent them, with the `id`s that Discord fills in. */
  readonly components: readonly Raw[];
  readonly files: readonly DiscordWindowFile[];
  readonly ephemeral: boolean;
  /** "Postern is thinking…": deferred, and not filled in yet. */
  readonly thinking: boolean;
  /** Who used which command, drawn over the message: `/devices list`. Null where no command did. */
  readonly command: { readonly user: string; readonly name: string } | null;
  /** Whom it notifies. Empty under `allowed_mentions: { parse: [] }`. */
  readonly mentions: DiscordMentions;
}

export interface DiscordMentions {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export interface DiscordWindowModal {
  /** The sandbox's name for this modal, once opened. */
  readonly id: string;
  /** `{ custom_id, title, components }` as the app sent it, with `id`s filled in. */
  readonly modal: Raw;
  /** By `custom_id` of the field: what is wrong. Discord's own checks only; an app can't add any. */
  readonly errors: Readonly<Record<string, string>>;
  /** Words over the whole form, such as "Something went wrong. Try again." */
  readonly notice: string;
}

export interface DiscordWindowOption {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** Discord's number of the option's type: 3 text, 4 integer, 5 boolean, 6 user, … */
  readonly type: number;
  readonly autocomplete: boolean;
  readonly choices: readonly DiscordChoice[];
  /** In characters, or as a number. */
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export interface DiscordChoice {
  readonly name: string;
  readonly value: string | number;
}

/** One line of the list that opens on `/`: a command with its subcommand, if it has any. */
export interface DiscordWindowCommand {
  /** Without the slash: `devices list`. In the person's language where the app translated it. */
  readonly words: string;
  readonly description: string;
  readonly options: readonly DiscordWindowOption[];
}

/** Everything that one person sees. */
export interface DiscordWindowState {
  readonly guild: { readonly id: string; readonly name: string };
  readonly app: { readonly id: string; readonly name: string };
  readonly you: DiscordWindowPerson;
  readonly people: readonly DiscordWindowPerson[];
  /** For mentions: ids and names of roles. */
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly DiscordWindowChannel[];
  readonly messages: readonly DiscordWindowMessage[];
  readonly modal: DiscordWindowModal | null;
  /** Only those that this person may use here. */
  readonly commands: readonly DiscordWindowCommand[];
}

export type DiscordWindowEvent =
  | { readonly type: 'message'; readonly message: DiscordWindowMessage }
  | { readonly type: 'changed'; readonly message: DiscordWindowMessage }
  | { readonly type: 'deleted'; readonly channel: string; readonly id: string }
  | { readonly type: 'modal'; readonly modal: DiscordWindowModal | null }
  /** The app registered other commands, or the person's roles changed: ask for the state again. */
  | { readonly type: 'stale' }
  /** What Discord itself says to the person, such as "The application did not respond". Only they see it. */
  | { readonly type: 'notice'; readonly channel: string; readonly text: string };

/** The bodies of `POST /discord/window/<act>`. Each is answered with 204, or 400 and `{ error }`; `autocomplete` with 200. */
export interface DiscordWindowActs {
  /** A message. One that starts with `/` is only words, as it is in Discord. */
  readonly say: { readonly user: string; readonly channel: string; readonly text: string };
  /** A slash command. `words` without the slash: `devices list`; `options` by name. */
  readonly command: {
    readonly user: string;
    readonly channel: string;
    readonly words: string;
    readonly options: DiscordOptionValues;
  };
  /** What is typed so far into `focused`. Answered with 200 and `{ choices: DiscordChoice[] }`; empty where the app gave none in time. */
  readonly autocomplete: DiscordWindowActs['command'] & { readonly focused: string };
  /** A button (no `values`), or entries chosen from a select. Disabled ones are refused. */
  readonly click: {
    readonly user: string;
    readonly channel: string;
    readonly message: string;
    readonly customId: string;
    readonly values?: readonly string[];
  };
  /** A modal sent. What is not named stays as the form had it. */
  readonly submit: { readonly user: string; readonly modal: string; readonly values: DiscordFormValues };
  /** A modal closed by its person. */
  readonly close: { readonly user: string; readonly modal: string };
  /** "Dismiss message" under an ephemeral one: gone for its person; the app isn't told. */
  readonly dismiss: { readonly user: string; readonly channel: string; readonly message: string };
}

export type DiscordOptionValues = Readonly<Record<string, string | number | boolean>>;

/** By `custom_id` of the field: text; entries of a select or a group of checkboxes; whether a checkbox is ticked. */
export type DiscordFormValues = Readonly<Record<string, string | readonly string[] | boolean>>;
