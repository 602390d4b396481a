import { afterEach, expect, it } from 'vitest';
import { createLeases } from '../db/leases.ts';
import type { Candidacy, Leases } from '../src/core/leadership.ts';
import { createLead } from '../src/leadership.ts';
import { createLog } from '../src/log.ts';
import { testDatabase } from './support/database.ts';

const database = testDatabase();
const log = createLog('silent');
const standing: Candidacy[] = [];
afterEach(async () => {
  for (const candidacy of standing.splice(0)) await candidacy.giveUp();
});

/** A process that stands for election; `heard` is what it was told. */
async function stand(name: string, leases: Leases = createLeases(database.db)) {
  const heard: boolean[] = [];
  const lead = createLead(leases, log, () => performance.now());
  const candidacy = await lead(name, (leads) => heard.push(leads));
  standing.push(candidacy);
  return { heard, candidacy };
}

it('lets the first lead, and tells the second when that one gives up', async () => {
  const first = await stand('in-turn');
  const second = await stand('in-turn');
  expect([first.heard, second.heard]).toEqual([[true], []]);

  await first.candidacy.giveUp();
  await expect.poll(() => second.heard, { timeout: 10_000 }).toEqual([true]);
  expect(first.heard).toEqual([true]);
});

it('tells a process that it no longer leads, where its lease ended and another one took it', async () => {
  const first = await stand('taken');
  await database.sql('owner')`
    update lease set holder = 'somebody else', until = now() + interval '1 hour' where name = 'taken'`;

  await expect.poll(() => first.heard, { timeout: 10_000 }).toEqual([true, false]);
});

it('leaves it as it is while the database is away', async () => {
  const real = createLeases(database.db);
  let isAway = false;
  let asked = 0;
  const first = await stand('away', {
    ...real,
    async claim(...words) {
      if (!isAway) return real.claim(...words);
      asked += 1;
      throw new Error('away');
    },
  });
  isAway = true;
  await expect.poll(() => asked, { timeout: 15_000 }).toBeGreaterThan(0);
  isAway = false;

  expect(first.heard).toEqual([true]);
});
