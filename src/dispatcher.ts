import { commands } from '../commands/index.ts';
import { links } from '../commands/parts/links.ts';
import { createAddressStore } from '../db/address-store.ts';
import { createAuditLog } from '../db/audit-log.ts';
import type { Database } from '../db/client.ts';
import { createDeliveryLog } from '../db/delivery-log.ts';
import { createDeviceStore } from '../db/device-store.ts';
import { createMissedNotices } from '../db/missed-notices.ts';
import { missedView } from './audit/missed-view.ts';
import type { Config } from './config.ts';
import type { Identity } from './core/actor.ts';
import { createDispatcher } from './core/dispatch.ts';
import type { PermissionCheck } from './core/permission.ts';
import type { Open, Suggest } from './core/platform.ts';
import type { DeviceStore, Log } from './core/ports.ts';
import { createRefusals, type Refusals } from './core/refusals.ts';
import { createRegistry } from './core/registry.ts';
import type { Sessions } from './core/sessions.ts';
import { createSuggestions } from './core/suggest.ts';
import type { PublicView } from './core/view.ts';
import { createWarnings } from './core/warnings.ts';
import type { Hasher } from './hasher.ts';

/** Rows that fit into one message, with what stands around them. */
const rowsPerPage = { slack: 12, discord: 6, terminal: 1000 } as const;

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly permissions: PermissionCheck;
  readonly hasher: Hasher;
  readonly sessions: Sessions;
  readonly log: Log;
  tell(person: Identity, view: PublicView): Promise<void>;
  /** Sees the changes that are asked for. */
  watchChanges?(store: DeviceStore): DeviceStore;
}

/** Puts the commands and the stores together: what every platform hands its requests to. */
export function assembleDispatcher({
  config,
  db,
  permissions,
  hasher,
  sessions,
  log,
  tell,
  watchChanges = (store) => store,
}: Parts): {
  readonly open: Open;
  readonly suggest: Suggest;
  readonly refusals: Refusals;
} {
  const audit = createAuditLog(db);
  const refusals = createRefusals(audit, log, Date.now);
  const warnings = createWarnings({
    audit,
    countDisconnected: (actor) => audit.countDisconnected(actor),
    perMinute: config.changesPerMinute,
    log,
    now: Date.now,
  });
  const registry = createRegistry(commands);
  const addresses = createAddressStore(db);
  const devices = watchChanges(createDeviceStore(db));
  const open = createDispatcher(registry, {
    addresses,
    devices,
    deliveries: createDeliveryLog(db),
    audit,
    sessions,
    mailSettings: config.mailSettings,
    permissions,
    refusals,
    missed: createMissedNotices(db),
    missedView: (missed) => missedView(missed, links),
    log,
    rowsPerPage: (platform) => rowsPerPage[platform],
    freshPassword: () => hasher.freshPassword(),
    watchDisconnects: (actor, op) => warnings.watchDisconnects(actor, op),
    warnOfPasswords: (actor, op) => warnings.warnOfPasswords(actor, op),
    tell,
  });
  const suggest = createSuggestions(registry, { addresses, devices, permissions, log });
  return { open, suggest, refusals };
}
