import type { Audience } from './audience.ts';
import type { Commands } from './commands.ts';
import type { Gateway } from './gateway/gateway.ts';
import type { Guilds } from './guilds.ts';
import type { Interactions } from './interactions.ts';
import type { Journal } from './journal.ts';
import type { Messages } from './messages.ts';
import type { FaultPlan } from './misbehave.ts';
import type { Modals } from './modals.ts';
import type { Nonces } from './nonces.ts';
import type { DiscordOptions } from './options.ts';

/** All that one Discord knows. Each part has a file of its own. */
export interface World {
  readonly options: DiscordOptions;
  readonly guilds: Guilds;
  readonly commands: Commands;
  readonly audience: Audience;
  readonly messages: Messages;
  readonly modals: Modals;
  readonly nonces: Nonces;
  readonly interactions: Interactions;
  readonly gateway: Gateway;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  /** Such as `http://127.0.0.1:41234`, without a slash at the end. */
  readonly origin: string;
}
