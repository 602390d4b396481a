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

  it('counts the statements that hold a connection, and those that wait for one', async () => {
    const owner = database.sql('owner');
    const { db, pool, close } = openDatabase(database.bot, { max: 2 });
    const used = ({ inUse, waiting, waited }: ReturnType<typeof pool>) => [inUse, waiting, waited];
    try {
      expect(pool()).toEqual({ connections: 2, inUse: 0, waiting: 0, waited: 0 });
      const asked = await owner.begin(async (transaction) => {
        await transaction`select pg_advisory_xact_lock(9, 9)`;
        const questions = [1, 2, 3].map((key) =>
          db.execute(key < 3 ? sql`select pg_advisory_xact_lock(9, 9)` : sql`select no_such_column`),
        );
        const answers = Promise.allSettled(questions);
        await expect.poll(() => used(pool())).toEqual([2, 1, 1]);
        return { answers };
      });
      const answers = await asked.answers;
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
      expect(used(pool())).toEqual([0, 0, 1]);
    } finally {
      await close();
    }
  });
});
