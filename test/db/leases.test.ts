import { describe, expect, it } from 'vitest';
import { createLeases } from '../../db/leases.ts';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();
const leases = () => createLeases(database.db);
const expire = (name: string) => database.sql('owner')`update lease set until = now() where name = ${name}`;

describe('a lease', () => {
  it('is one process’s of ten that want it at once', async () => {
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) => leases().claim('race', `process ${index}`, 60)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('is renewed by its holder, and nobody else’s until it ends', async () => {
    expect(await leases().claim('one', 'first', 60)).toBe(true);
    expect(await leases().claim('one', 'second', 60)).toBe(false);
    expect(await leases().claim('one', 'first', 60)).toBe(true);
    await expire('one');
    expect(await leases().claim('one', 'second', 60)).toBe(true);
    expect(await leases().claim('one', 'first', 60)).toBe(false);
  });

  it('ends at once where its holder gives it back, and not where somebody else does', async () => {
    await leases().claim('back', 'first', 60);
    await leases().release('back', 'second');
    expect(await leases().claim('back', 'second', 60)).toBe(false);
    await leases().release('back', 'first');
    expect(await leases().claim('back', 'second', 60)).toBe(true);
  });

  it('locks nothing for those who only ask', async () => {
    await leases().claim('quiet', 'first', 60);
    const version = async () =>
      (await database.sql('owner')`select xmax, xmin from lease where name = 'quiet'`)[0];
    const before = await version();
    await leases().claim('quiet', 'second', 60);
    expect(await version()).toEqual(before);
  });

  it('of another name is another one', async () => {
    await leases().claim('here', 'first', 60);
    expect(await leases().claim('there', 'second', 60)).toBe(true);
  });
});
