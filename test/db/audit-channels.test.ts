import { describe, expect, it } from 'vitest';
import { createAuditChannels } from '../../db/audit-channels.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const channels = () => createAuditChannels(database.db);
const head = async () => {
  const [row] = await database.sql('postern_auditor')<
    { head: number }[]
  >`select max(number)::int as head from audit_event`;
  return row?.head ?? 0;
};
const expire = (channel: string) =>
  database.sql('owner')`update audit_channel set lease_until = now() where channel = ${channel}`;

describe('an audit channel', () => {
  it('begins with the events from now on, and goes on where it was', async () => {
    await someAddress(database.db);
    const before = await head();

    expect(await channels().claim('slack:C0NEW', 'one', 60)).toEqual({ postedNumber: before, attempts: 0 });
    await someAddress(database.db);
    expect(await channels().advance('slack:C0NEW', before + 1, 'one')).toBe(true);
    await expire('slack:C0NEW');
    await someAddress(database.db);

    expect(await channels().claim('slack:C0NEW', 'two', 60)).toEqual({
      postedNumber: before + 1,
      attempts: 0,
    });
  });

  it('is one process’s at a time', async () => {
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) => channels().claim('slack:C0RACE', `process ${index}`, 60)),
    );
    expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);

    await channels().claim('slack:C0', 'one', 60);
    expect(await channels().claim('slack:C0', 'two', 60)).toBeUndefined();
    expect(await channels().claim('slack:C0', 'one', 60)).toBeDefined();
    expect(await channels().advance('slack:C0', 99, 'two')).toBe(false);
    await expire('slack:C0');
    expect(await channels().advance('slack:C0', 99, 'one')).toBe(false);
    expect(await channels().claim('slack:C0', 'two', 60)).toMatchObject({ attempts: 0 });
    await channels().release('slack:C0', 'one');
    expect(await channels().claim('slack:C0', 'three', 60)).toBeUndefined();
    await channels().release('slack:C0', 'two');
    expect(await channels().claim('slack:C0', 'three', 60)).toBeDefined();
  });

  it('counts failed tries until one succeeds, and never goes back', async () => {
    const { postedNumber } = (await channels().claim('slack:C0FAIL', 'one', 60)) ?? { postedNumber: -1 };
    await channels().fail('slack:C0FAIL', 'one', 'is_archived');
    await channels().fail('slack:C0FAIL', 'one', 'is_archived');
    await channels().fail('slack:C0FAIL', 'two', 'not mine');

    expect(await channels().claim('slack:C0FAIL', 'one', 60)).toEqual({ postedNumber, attempts: 2 });
    await channels().advance('slack:C0FAIL', postedNumber + 5, 'one');
    await channels().advance('slack:C0FAIL', postedNumber + 3, 'one');
    expect(await channels().claim('slack:C0FAIL', 'one', 60)).toEqual({
      postedNumber: postedNumber + 5,
      attempts: 0,
    });
  });
});
