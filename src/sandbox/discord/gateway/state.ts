import type { JsonObject } from '../../json.ts';
import type { Sessions } from './sessions.ts';

/** What the gateway must know of the app and the guilds. */
export interface GatewayOptions {
  readonly origin: string;
  readonly token: string;
  readonly privilegedIntents: number;
  readonly heartbeatInterval: number;
  /** Ids of the guilds that the bot is on. */
  readonly installed: () => readonly string[];
  /** The `d` of READY but for the session, and the events that follow it. */
  readonly ready: () => JsonObject;
  readonly afterReady: () => readonly { readonly type: string; readonly data: JsonObject }[];
}

/** What all connections share. */
export interface GatewayState {
  readonly options: GatewayOptions;
  readonly sessions: Sessions;
  readonly url: string;
  readonly isTokenValid: (token: unknown) => boolean;
  /** The planned code to close a sign-in with. */
  readonly takeRefusal: () => number | undefined;
  readonly countIdentify: () => void;
}
