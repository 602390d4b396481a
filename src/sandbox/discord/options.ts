/** Who and what there is at the start. All of it can change later, by `DiscordSandbox.guilds`. Ids are snowflakes: 17 to 20 digits. */
export interface DiscordOptions {
  readonly app: DiscordApp;
  readonly people: readonly DiscordPerson[];
  readonly guilds: readonly DiscordGuild[];
  /** 0, or nothing, takes a free one. */
  readonly port?: number;
  /** Milliseconds in which an interaction must be answered first. Discord's: 3000. */
  readonly interactionLifetime?: number;
  /** Milliseconds in which an answered interaction's token takes edits and further messages. Discord's: 15 minutes. */
  readonly tokenLifetime?: number;
  /** Milliseconds in which `enforce_nonce` drops a second message with the same nonce. Discord says "a few minutes"; here 3. */
  readonly nonceLifetime?: number;
  /** Milliseconds between the heartbeats that the app is asked for. Discord's: 41,250. */
  readonly heartbeatInterval?: number;
  /** Whether calls are counted against buckets, and met with 429 once one is empty. Default true. */
  readonly rateLimits?: boolean;
  /** How many messages, calls and deliveries are remembered. Default 5000; fewer for a sandbox that is left running. */
  readonly keep?: number;
  /**
   * A second referee of request bodies, beside the rules of the sandbox: tests give Discord's own OpenAPI schemas.
   * What it finds is answered with 400 and code 50035.
   *
   * @param route such as `POST /channels/{channel_id}/messages`, with the names of Discord's OpenAPI document
   */
  readonly judge?: (route: string, body: unknown) => readonly string[];
}

interface DiscordApp {
  /** Of the application, and of its bot user too, as it is for every app made since 2016. */
  readonly id: string;
  readonly name: string;
  /** Of the bot, without `Bot `. */
  readonly token: string;
  /** Bits of the privileged intents that are switched on in the developer portal. Default 0: none. */
  readonly privilegedIntents?: number;
}

export interface DiscordPerson {
  readonly id: string;
  /** The handle, without @. */
  readonly username: string;
  /** As people see it. */
  readonly displayName: string;
  /** One line for the page, such as "mail admin". */
  readonly about: string;
  readonly isBot?: boolean;
  /** Default `en-US`. */
  readonly locale?: string;
  /** False: direct messages are closed, and sending one is answered with 50007. Default true. */
  readonly takesDirectMessages?: boolean;
}

export interface DiscordGuild {
  readonly id: string;
  readonly name: string;
  /** A person's id. The owner may everything. Nothing: somebody who is not among the people. */
  readonly owner?: string;
  /** Without `@everyone`, which is there by itself and has the guild's id. */
  readonly roles: readonly DiscordRole[];
  readonly channels: readonly DiscordChannel[];
  readonly members: readonly DiscordMember[];
  /**
   * Roles that may use the app's commands whatever `default_member_permissions` says: what a guild's administrators
   * set under Server Settings › Integrations.
   */
  readonly commandRoles?: readonly string[];
  /** Whether the app's bot is in the guild. Default true. */
  readonly installed?: boolean;
}

export interface DiscordRole {
  readonly id: string;
  readonly name: string;
  /** A bit field in decimal, as Discord writes it. Default `0`. `8` is Administrator. */
  readonly permissions?: string;
}

export interface DiscordChannel {
  readonly id: string;
  /** Without #. */
  readonly name: string;
  readonly topic: string;
  /** Ids of roles and people that see it. Nothing: the whole guild. */
  readonly visibleTo?: readonly string[];
  /** What the bot may do here. `see` alone refuses posts with 50013, `nothing` refuses all with 50001. Default `send`. */
  readonly bot?: 'send' | 'see' | 'nothing';
}

export interface DiscordMember {
  /** A person's id. */
  readonly user: string;
  /** Ids of roles, without `@everyone`. */
  readonly roles: readonly string[];
  readonly nickname?: string;
  /** True until the rules of the guild are accepted. */
  readonly pending?: boolean;
}
