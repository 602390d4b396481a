import { links } from '../commands/parts/links.ts';
import { createAuditChannels } from '../db/audit-channels.ts';
import { createAuditLog } from '../db/audit-log.ts';
import type { Database } from '../db/client.ts';
import { createMissedNotices } from '../db/missed-notices.ts';
import { createSweeper } from '../db/sweeper.ts';
import { createLoop } from './audit/loop.ts';
import { createOwnerNotices, ownerNoticesRow } from './audit/owner-notices.ts';
import { createRelay } from './audit/relay.ts';
import { discordMessageSize, slackMessageSize } from './audit/view.ts';
import { createSweep } from './audit/sweep.ts';
import type { AuditChannel } from './chat-platforms.ts';
import type { Config } from './config.ts';
import type { Identity } from './core/actor.ts';
import type { PermissionCheck } from './core/permission.ts';
import type { Log } from './core/ports.ts';
import type { Refusals } from './core/refusals.ts';
import { text } from './core/text.ts';
import type { PublicView } from './core/view.ts';

/** Something that works by itself until it is stopped. */
export interface Background {
  readonly name: string;
  /**
   * Its row in `audit_channel`, where it follows the audit log to its end. That of refusals is not one: its number stays at
   * the last refusal, however many changes came since.
   */
  readonly follows?: string;
  start(): void;
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly permissions: PermissionCheck;
  readonly refusals: Refusals;
  readonly log: Log;
  readonly auditChannels: readonly AuditChannel[];
  tell(person: Identity, view: PublicView): Promise<void>;
}

const minute = 60_000;

const messageSizes = {
  slack: slackMessageSize,
  discord: discordMessageSize,
  terminal: slackMessageSize,
} as const;

/** What happens without anybody's click: the audit is posted, owners are told, passwords that nobody got are swept. */
export function assembleBackground(parts: Parts): readonly Background[] {
  const { config, db, permissions, refusals, log, auditChannels, tell } = parts;
  const events = createAuditLog(db);
  const channels = createAuditChannels(db);
  const now = () => performance.now();
  const relays = auditChannels.map((channel) => ({
    name: `audit relay of ${channel.platform.name}`,
    follows: rowOf(channel),
    ...createRelay({
      events,
      channels,
      channel: rowOf(channel),
      log,
      now,
      size: messageSizes[channel.platform.name],
      post: (view, key) => channel.platform.post(channel.id, view, key),
      onAlarm: (sentence) => sayElsewhere(channel, sentence),
    }),
  }));
  const owners = config.notifyOwners && {
    name: 'owner notices',
    follows: ownerNoticesRow,
    ...createOwnerNotices({
      events,
      channels,
      missed: createMissedNotices(db),
      log,
      now,
      // Of the platforms that an owner may be told on, the one whose messages are the smallest.
      size: discordMessageSize,
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
  return [...relays, ...(owners ? [owners] : []), sweep, counted];

  /** The relay has logged it: this is for those who read a channel, where there is another one. */
  function sayElsewhere(broken: AuditChannel, sentence: string): void {
    const view: PublicView = {
      title: 'An audit channel needs you',
      blocks: [{ kind: 'text', text: text`⚠ ${sentence}` }],
    };
    for (const { platform, id } of auditChannels.filter((channel) => channel !== broken)) {
      platform.post(id, view).catch((error: unknown) => {
        log.error(
          { err: error, channel: rowOf({ platform, id }) },
          'alarm of another audit channel not posted',
        );
      });
    }
  }
}

function rowOf({ platform, id }: AuditChannel): string {
  return `${platform.name}:${id}`;
}
