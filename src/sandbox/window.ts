/**
 * What the page and the Slack of our own say to each other.
 *
 * The page asks by `GET /window/state?user=U…` once, posts each act of its person as JSON to
 * `POST /window/<act>`, and hears what follows over a WebSocket at `/window/live?user=U…`: one JSON
 * `WindowEvent` a frame. What Slack itself would hide from that person is never sent to the page.
 *
 * `user` left out of `/window/state`: the state of the first of the people, so that the page can open
 * without knowing anybody's id; nobody's id: 400 and `{ error }`.
 */

export interface WindowPerson {
  readonly id: string;
  readonly name: string;
  /** One line under the name, such as "mail admin". */
  readonly about: string;
}

export interface WindowChannel {
  readonly id: string;
  /** Without `#`. For a direct message: the name of the other side. */
  readonly name: string;
  readonly kind: 'channel' | 'direct';
  readonly topic: string;
}

export interface WindowMessage {
  /** Slack's `ts`: the message's id in its channel. */
  readonly ts: string;
  readonly channel: string;
  /** A person's id, or the app's bot user. */
  readonly from: string;
  readonly text: string;
  /** Block Kit, as the app sent it, with `block_id` and `action_id` filled in where the app left them out, as Slack does. */
  readonly blocks: readonly unknown[];
  readonly ephemeral: boolean;
}

export interface WindowModal {
  readonly viewId: string;
  /** Block Kit `view` object of type modal, as the app sent it. */
  readonly view: unknown;
  /** By `block_id`: what is wrong, from `response_action: errors`. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Everything that one person sees. */
export interface WindowState {
  readonly team: string;
  readonly app: { readonly name: string; readonly botUser: string };
  readonly you: WindowPerson;
  readonly people: readonly WindowPerson[];
  readonly channels: readonly WindowChannel[];
  readonly messages: readonly WindowMessage[];
  readonly modal: WindowModal | null;
  /** Slash commands, for the suggestions over the message field. */
  readonly commands: readonly {
    readonly command: string;
    readonly description: string;
    readonly usageHint: string;
  }[];
}

export type WindowEvent =
  | { readonly type: 'message'; readonly message: WindowMessage }
  | { readonly type: 'changed'; readonly message: WindowMessage }
  | { readonly type: 'deleted'; readonly channel: string; readonly ts: string }
  | { readonly type: 'modal'; readonly modal: WindowModal | null }
  /** What Slack itself says to the person, such as "/devices failed with the error “operation_timeout”". */
  | { readonly type: 'notice'; readonly channel: string; readonly text: string };

/** The bodies of `POST /window/<act>`. Each is answered with 204, or 400 and `{ error }`. */
export interface WindowActs {
  /** A message, or a slash command where the text starts with `/`. */
  readonly say: { readonly user: string; readonly channel: string; readonly text: string };
  /** A button (no `option`), or an entry chosen from an overflow menu or a select (its `value`). */
  readonly click: {
    readonly user: string;
    readonly channel: string;
    readonly ts: string;
    readonly blockId: string;
    readonly actionId: string;
    readonly option?: string;
  };
  /** A modal sent. `values` is Slack's `view.state.values`. */
  readonly submit: { readonly user: string; readonly viewId: string; readonly values: WindowValues };
  /** A modal closed by its person. */
  readonly close: { readonly user: string; readonly viewId: string };
}

/** By block_id, then action_id: what Slack sends for the input element there. */
export type WindowValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
