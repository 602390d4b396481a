import { createAuditLog } from '../../db/audit-log.ts';
import type { Actor } from '../core/actor.ts';
import type { EmailAddress } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import type { Access } from '../core/permission.ts';
import { createRefusals } from '../core/refusals.ts';
import type { Opened } from './session.ts';
import { terminalActor } from './terminal-actor.ts';

/**
 * Whoever is at the terminal, if they may take the audit log out: of one address, or all of it. A refusal is audited.
 *
 * @param attempt the command, such as `audit-export`
 * @throws {UserError} `forbidden`
 */
export async function demandExport(
  { store, log, permissions }: Opened,
  attempt: string,
  address: EmailAddress | undefined,
): Promise<Actor> {
  const actor = terminalActor();
  const access = await permissions.accessOf(actor);
  if (address === undefined ? mayAll(access) : access.may('export-audit', address)) return actor;
  const refusals = createRefusals(createAuditLog(store.db), log, Date.now);
  await refusals.record(actor, {
    op: crypto.randomUUID(),
    attempt,
    permission: 'export-audit',
    address: address ?? null,
  });
  throw new UserError(
    'forbidden',
    access.refusal ??
      `You are ${actor.id}, and no rule of the policy gives you export-audit on ${address ?? '*@*'}. Ask ${access.ask}.`,
  );
}

/** The log has events of addresses that no pattern but this one names beforehand. */
function mayAll({ grants }: Access): boolean {
  return grants.some(({ permissions, on }) => permissions.includes('export-audit') && on.includes('*@*'));
}
