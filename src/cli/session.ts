import { createAddressStore } from '../../db/address-store.ts';
import { createAuditLog } from '../../db/audit-log.ts';
import type { Actor } from '../core/actor.ts';
import { type Config, isSandbox, loadConfig } from '../config.ts';
import type { EmailAddress } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import type { Access, Permission } from '../core/permission.ts';
import { createRefusals } from '../core/refusals.ts';
import { beginDatabase, openStore, type Store } from '../database.ts';
import { createLog } from '../log.ts';
import type { Log } from '../core/ports.ts';
import { createPermissions, type Permissions } from '../permissions.ts';
import { prepareSandbox } from '../sandbox-home.ts';
import { sandboxOf } from '../sandbox-settings.ts';
import { terminalActor } from './terminal-actor.ts';

/** What an administrator's command has at hand: who they are, the stores, and a permission check that is audited. */
export interface Session {
  readonly actor: Actor;
  readonly addresses: ReturnType<typeof createAddressStore>;
  /** One is set, whose sessions a server that runs ends. */
  readonly hasMailServer: boolean;
  /** @throws {UserError} `forbidden` */
  demand(permission: Permission, address: EmailAddress): Promise<void>;
  /** Addresses that this person may not manage are left out. */
  may(permission: Permission, address: EmailAddress): boolean;
  /** Audits that somebody asked for more than they may, where the rest of what they asked for goes on. */
  refused(permission: Permission, address: EmailAddress): Promise<void>;
}

/** What every command at a terminal begins with: settings, policy and database, read as the server reads them. */
export interface Opened {
  readonly config: Config;
  readonly log: Log;
  readonly permissions: Permissions;
  readonly store: Store;
}

/** Opens the database, runs the work, and closes it again. */
export async function withStore<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const given = loadConfig(process.env);
  const config = isSandbox(given) ? sandboxOf(given) : given;
  if (isSandbox(given)) await prepareSandbox(config);
  // Standard output is for what was asked: it may be read by a program.
  const log = createLog('error', process.stderr);
  const permissions = createPermissions({
    file: config.policyFile,
    directory: () => undefined,
    log,
    now: Date.now,
  });
  await permissions.reload();
  const embedded = beginDatabase(config, () => {});
  try {
    const store = await openStore(config, embedded);
    try {
      return await work({ config, log, permissions, store });
    } finally {
      await store.close();
    }
  } finally {
    await (await embedded)?.stop();
  }
}

export async function withSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
  const actor = terminalActor();
  return withStore(async ({ config, log, permissions, store }) => {
    const access = await permissions.accessOf(actor);
    const refusals = createRefusals(createAuditLog(store.db), log, Date.now);
    const refused: Session['refused'] = (permission, address) =>
      refusals.record(actor, { op: crypto.randomUUID(), attempt: 'address', permission, address });
    try {
      return await work({
        actor,
        addresses: createAddressStore(store.db),
        hasMailServer: config.dovecot !== undefined,
        may: (permission, address) => access.may(permission, address),
        refused,
        async demand(permission, address) {
          if (access.may(permission, address)) return;
          await refused(permission, address);
          throw forbidden(actor, access, permission, address);
        },
      });
    } finally {
      await refusals.flush();
    }
  });
}

function forbidden(
  actor: Actor,
  { refusal, ask }: Access,
  permission: Permission,
  address: EmailAddress,
): UserError {
  return new UserError(
    'forbidden',
    refusal ??
      `You are ${actor.id}, and no rule of the policy gives you ${permission} on ${address}. Ask ${ask}.`,
  );
}
