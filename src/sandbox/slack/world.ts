import type { Audience } from './audience.ts';
import type { Journal } from './journal.ts';
import type { Messages } from './messages.ts';
import type { FaultPlan } from './misbehave.ts';
import type { Modals } from './modals.ts';
import type { SlackOptions } from './options.ts';
import type { ResponseUrls } from './response-urls.ts';
import type { Triggers } from './triggers.ts';
import type { Workspace } from './workspace.ts';

/** All that one Slack knows. Each part has a file of its own. */
export interface World {
  readonly options: SlackOptions;
  readonly workspace: Workspace;
  readonly audience: Audience;
  readonly messages: Messages;
  readonly modals: Modals;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  /** Such as `http://127.0.0.1:41234`, without a slash at the end. */
  readonly origin: string;
}
