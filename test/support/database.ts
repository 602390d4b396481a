import { afterAll, beforeAll, inject } from 'vitest';
import type { DeviceId } from '../../src/core/ports.ts';
import { ownDatabase, type OwnDatabaseOptions, type TestDatabase } from './own-database.ts';

export type { TestDatabase } from './own-database.ts';

/** A database of this test file's own, migrated and empty. Call it at the top of the file. */
export function testDatabase(options: OwnDatabaseOptions = {}): TestDatabase {
  const database = ownDatabase(() => inject('testServer'), options);
  beforeAll(database.open, 60_000);
  afterAll(database.close, 60_000);
  return database;
}

/**
 * Makes a delivery older, as if that much time had passed. Nobody may; for this the trigger stands aside.
 *
 * @param interval such as `3 minutes`
 */
export async function age(database: TestDatabase, device: DeviceId, interval: string): Promise<void> {
  await database.sql('owner').unsafe(`
    alter table delivery disable trigger audit_update;
    update delivery set
      issued_at = issued_at - interval '${interval}',
      delivered_at = delivered_at - interval '${interval}',
      withdrawn_at = withdrawn_at - interval '${interval}',
      lease_until = lease_until - interval '${interval}'
    where device_id = ${device};
    alter table delivery enable trigger audit_update`);
}
