import type { Commands } from './commands.ts';
import type { Person } from './driver.ts';
import type { GatewayControls } from './gateway/gateway.ts';
import type { Guilds } from './guilds.ts';
import type { Delivery, SandboxLog } from './journal.ts';
import type { Misbehaviour } from './misbehave.ts';
import type { WindowMount } from './window.ts';

/** A Discord of our own, on 127.0.0.1. */
export interface DiscordSandbox {
  /** For `new Client({ rest: { api } })`: `http://127.0.0.1:PORT/api`. */
  readonly api: string;
  readonly window: Omit<WindowMount, 'stop'>;
  readonly person: (id: string) => Person;
  readonly misbehave: Misbehaviour;
  /** The gateway connections that the app has open, and their sessions. */
  readonly gateway: GatewayControls;
  readonly log: SandboxLog;
  /** People, roles and channels, and how they change while the app runs. */
  readonly guilds: Guilds;
  /** What the app registered. A test may register by `set` what an app would by REST. */
  readonly commands: Commands;
  /** Sends what was delivered once more, with the same id and token, as a replay would. */
  readonly redeliver: (delivery: Delivery) => void;
  readonly stop: () => Promise<void>;
}
