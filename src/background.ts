import { links } from '../commands/parts/links.ts';
import { createAuditChannels } from '../db/audit-channels.ts';
import { createAuditLog } from '../db/audit-log.ts';
import type { Database } from '../db/client.ts';
import { createSweeper } from '../db/sweeper.ts';
import { createLoop } from './audit/loop.ts';
import { createOwnerNotices } from './audit/owner-notices.ts';
import { createRelay } from './audit/relay.ts';
import { createSweep } from './audit/sweep.ts';
import type { Config } from './config.ts';
import type { Identity } from './core/actor.ts';
import type { PermissionCheck } from './core/permission.ts';
import type { ChatPlatform } from './core/platform.ts';
import type { Log } from './core/ports.ts';
import type { Refusals } from './core/refusals.ts';
import type { PublicView } from './core/view.ts';

/** Something that works by itself until it is stopped. */
export interface Background {
  readonly name: string;
  start(): void;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly permissions: PermissionCheck;
  readonly refusals: Refusals;
  readonly log: Log;
  readonly auditChannel: { readonly platform: ChatPlatform; readonly id: string } | undefined;
  tell(person: Identity, view: PublicView): Promise<void>;
}

const minute = 60_000;

/** What happens without anybody's click: the audit is posted, owners are told, passwords that nobody got are swept. */
export function assembleBackground(parts: Parts): readonly Background[] {
  const { config, db, permissions, refusals, log, auditChannel, tell } = parts;
  const events = createAuditLog(db);
  const channels = createAuditChannels(db);
  const now = () => performance.now();
  const relay = auditChannel && {
    name: 'audit relay',
    ...createRelay({
      events,
      channels,
      channel: `${auditChannel.platform.name}:${auditChannel.id}`,
      log,
      now,
      post: (view) => auditChannel.platform.post(auditChannel.id, view),
      // The relay has logged it, and there is one audit channel only: nowhere else to say it.
      onAlarm: () => {},
    }),
  };
  const owners = config.notifyOwners && {
    name: 'owner notices',
    ...createOwnerNotices({
      events,
      channels,
      log,
      now,
      ownersOf: (address) => permissions.ownersOf(address),
      tell,
    }),
  };
  const sweep = {
    name: 'sweep',
    ...createSweep({ sweeper: createSweeper(db), links, log, tell }),
  };
  const counted = {
    name: 'counted refusals',
    ...createLoop({ name: 'counted refusals', every: minute, log, round: () => refusals.flush() }),
  };
  return [...(relay ? [relay] : []), ...(owners ? [owners] : []), sweep, counted];
}
