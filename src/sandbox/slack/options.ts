/** Who and what is in the workspace at the start. All of it can change later, by `SlackSandbox.workspace`. */
export interface SlackOptions {
  readonly team: { readonly id: string; readonly name: string };
  readonly app: SlackApp;
  readonly people: readonly SlackPerson[];
  readonly userGroups: readonly SlackUserGroup[];
  readonly channels: readonly SlackChannel[];
  readonly commands: readonly SlackCommand[];
  readonly delivery: SlackDelivery;
  /** 0, or nothing, takes a free one. */
  readonly port?: number;
  /** Where an app finds it, where a relay stands in between. Default: 127.0.0.1, at its port. */
  readonly origin?: string;
  /** Milliseconds in which a delivery must be acknowledged. Slack's: 3000. */
  readonly ackDeadline?: number;
  /** Milliseconds in which a trigger id can open a modal. Slack's: 3000. */
  readonly triggerLifetime?: number;
  /** Milliseconds in which a response_url takes its five answers. Slack's: 30 minutes. */
  readonly responseUrlLifetime?: number;
  /** Milliseconds between the pings that a Socket Mode connection gets. Default 10 s. */
  readonly pingInterval?: number;
  /** Whether chat.postMessage takes only one message a second a channel. Slack lets short bursts through, so: no. */
  readonly rateLimits?: boolean;
  /** How many messages, calls and deliveries are remembered. Default 5000; fewer for a sandbox that is left running. */
  readonly keep?: number;
}

interface SlackApp {
  readonly id: string;
  readonly name: string;
  readonly botUser: string;
  readonly botId: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Of the bot token. The app token always has `connections:write`. */
  readonly scopes: readonly string[];
}

export interface SlackPerson {
  readonly id: string;
  /** The handle, without @. */
  readonly name: string;
  readonly realName: string;
  /** One line for the page, such as "mail admin". */
  readonly about: string;
  readonly email?: string;
  /** Default true. */
  readonly emailConfirmed?: boolean;
  readonly isGuest?: boolean | 'single-channel';
  readonly isBot?: boolean;
  readonly deleted?: boolean;
  /** Of another workspace: someone in a Slack Connect channel. */
  readonly teamId?: string;
}

interface SlackUserGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: readonly string[];
}

interface SlackChannel {
  readonly id: string;
  /** Without #. */
  readonly name: string;
  readonly topic: string;
  /** With the app's bot user, where it is in the channel. */
  readonly members: readonly string[];
  readonly archived?: boolean;
  /** Nobody who is not in it sees that it is there. */
  readonly isPrivate?: boolean;
}

interface SlackCommand {
  /** With its slash. */
  readonly command: string;
  readonly description: string;
  readonly usageHint: string;
}

export type SlackDelivery =
  | { readonly kind: 'socket' }
  | { readonly kind: 'http'; readonly requestUrl: string };
