import { createAuditLog } from '../../db/audit-log.ts';
import type { AuditEvent } from '../../src/core/audit.ts';
import type { Address, OwnDevice } from '../../src/core/ports.ts';
import type { TestDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import type { ContractPerson, ContractPlatform, ContractRun, Role } from './platform.ts';

/** Where the stories play: one Postern on one platform, on a database of its own. */
export interface Stage {
  readonly platform: ContractPlatform;
  readonly database: TestDatabase;
  readonly run: ContractRun;
  person(role: Role): ContractPerson;
}

export interface Scene {
  readonly address: Address;
  readonly name: string;
  readonly devices: readonly OwnDevice[];
  /** The newest event of the address. */
  lastEvent(): Promise<AuditEvent['entry'] | undefined>;
  /** How often something of it was changed. */
  changes(): Promise<number>;
}

/** An address of its own for each story, so that none depends on another. */
export async function scene(
  { database }: Stage,
  user: string,
  content: { readonly devices?: readonly string[]; readonly generic?: boolean } = {},
): Promise<Scene> {
  const name = `${user}@example.com`;
  const { address, devices } = await addAddress(database.db, name, content);
  return {
    address,
    name,
    devices,
    async lastEvent() {
      const [event] = await createAuditLog(database.db).ofAddress(address.id, {
        before: undefined,
        limit: 1,
      });
      return event?.entry;
    },
    async changes() {
      const [row] = await database.sql('owner')`
        select count(*)::int as changes from audit_event
        where kind not in ('refused', 'warning') and entry::json->>'address' = ${name}`;
      return Number(row?.['changes']);
    },
  };
}

/** The refusals of one person at one address so far, newest last. */
export async function refusals(
  { database, run }: Stage,
  role: Role,
  address: string,
): Promise<readonly unknown[]> {
  const rows = await database.sql('owner')`
    select entry::json as entry from audit_event
    where kind = 'refused' and entry::json->>'by' = ${run.actor(role)}
      and entry::json->>'address' = ${address}
    order by number`;
  return rows.map(({ entry }): unknown => entry);
}

/** The channels of a platform that says it has some. */
export function postsOf({ run }: Stage): NonNullable<ContractRun['posts']> {
  if (!run.posts) throw new Error('This platform says that it has channels, and gives none');
  return run.posts;
}
