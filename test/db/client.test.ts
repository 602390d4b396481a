import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../src/core/actor.ts';
import { createDeviceStore } from '../../db/device-store.ts';
import { openDatabase } from '../../db/client.ts';
import { createMissedNotices } from '../../db/missed-notices.ts';
import type { DeviceId } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();

describe('The database', () => {
  it('is asked each question by a statement that is parsed and planned once a connection', async () => {
    const { db, close } = openDatabase(database.bot, { max: 1 });
    try {
      await createDeviceStore(db).find('1' as DeviceId);
      await createMissedNotices(db).ofPerson('slack:T1/U1' as ActorId);
      const rows = await db.execute<{ statement: string }>(sql`
        select statement from pg_prepared_statements where ${true}`);
      const statements = rows.map(({ statement }) => statement).join('\n');
      expect(statements).toContain('from "device"');
      expect(statements).toContain('from missed_notice');
      expect(statements).toContain('from pg_prepared_statements');
    } finally {
      await close();
    }
  });
});
