import { beforeEach, describe, expect, it } from 'vitest';
import { pruneAudit, type Pruning } from '../../db/audit-anchor.ts';
import { openChainExport } from '../../db/chain-export.ts';
import { readChain } from '../../db/chain-reader.ts';
import { type ChainCheck, createChainCheck } from '../../src/audit/verify.ts';
import type { ChainRow } from '../../src/core/chain.ts';
import { chainOf, liftRules, writeEvents } from '../support/chain.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const owner = () => database.sql('owner');

const pruning: Pruning = {
  // The events of these tests are a second apart, from 2026 on.
  before: new Date('2026-01-01T00:00:31Z'),
  askedBy: 'terminal:root',
  reason: 'Kept for two years',
  withoutChannel: true,
  retiredChannels: [],
};

async function verify(login: 'bot' | 'auditor' = 'bot') {
  let check: ChainCheck | undefined;
  const target =
    login === 'bot' ? database.bot : { ...(database.bot as object), username: 'postern_auditor' };
  await readChain(target as typeof database.bot, (surroundings) => {
    check = createChainCheck({ heads: [], surroundings });
    return check.take;
  });
  return check?.finish();
}

/** 100 events, of which 30 are older than the pruning of these tests keeps. */
beforeEach(async () => {
  await owner().unsafe(`
    alter table audit_event disable trigger user; alter table audit_anchor disable trigger user;
    delete from audit_event; delete from audit_anchor; delete from audit_channel`);
  await writeEvents(owner(), chainOf(100));
  await owner().unsafe(
    'alter table audit_event enable trigger user; alter table audit_anchor enable trigger user',
  );
});

describe('pruning', () => {
  it('removes what is older, and the chain goes on from an anchor that an event names', async () => {
    const [last] = chainOf(30).slice(-1);
    expect(await pruneAudit(database.owner, pruning)).toEqual({
      kind: 'pruned',
      count: 30,
      upTo: 30,
      hash: last?.hash.toString('hex'),
    });

    expect(await verify()).toMatchObject({ count: 71, first: 31, problems: [] });
    const [event] = await owner()`select entry::json as entry from audit_event order by number desc limit 1`;
    expect(event?.['entry']).toMatchObject({
      kind: 'audit.pruned',
      by: expect.stringMatching(/^database:/),
      askedBy: 'terminal:root',
      reason: 'Kept for two years',
      before: '2026-01-01T00:00:31Z',
      count: 30,
      upTo: 30,
    });
  });

  it('can be done again, up to the last event, and goes on', async () => {
    await pruneAudit(database.owner, pruning);
    const all = { ...pruning, before: new Date('2026-06-01') };
    expect(await pruneAudit(database.owner, all)).toMatchObject({ kind: 'pruned', count: 70, upTo: 100 });

    expect(await verify()).toMatchObject({ count: 2, first: 101, problems: [] });
    await someAddress(database.db);
    expect(await verify()).toMatchObject({ count: 3, problems: [] });
  });

  it('can remove every event there is: the numbers go on', async () => {
    await pruneAudit(database.owner, pruning);
    const all = { ...pruning, before: new Date() };
    expect(await pruneAudit(database.owner, all)).toMatchObject({ kind: 'pruned', count: 71, upTo: 101 });

    expect(await verify()).toMatchObject({ count: 1, first: 102, problems: [] });
    await someAddress(database.db);
    expect(await verify()).toMatchObject({ count: 2, problems: [] });
  });

  it('finds nothing older, and writes nothing', async () => {
    expect(await pruneAudit(database.owner, { ...pruning, before: new Date('2025-01-01') })).toEqual({
      kind: 'nothing-older',
    });
    expect(await verify()).toMatchObject({ count: 100 });
  });

  it('waits for every audit channel but those that are retired, and for no other follower', async () => {
    await owner()`insert into audit_channel (channel, posted_number) values
      ('slack:C0AUDIT', 99), ('discord:1122', 100), ('slack:C0AUDIT/refusals', 1), ('owner-notices', 1)`;

    expect(await pruneAudit(database.owner, pruning)).toEqual({
      kind: 'channels-behind',
      channels: 'slack:C0AUDIT',
    });
    expect(await verify()).toMatchObject({ count: 100, problems: [] });
    const retired = { ...pruning, retiredChannels: ['slack:C0AUDIT'], withoutChannel: false };
    expect(await pruneAudit(database.owner, retired)).toMatchObject({ kind: 'pruned' });
  });

  it('wants an audit channel, unless it is told that there is none', async () => {
    expect(await pruneAudit(database.owner, { ...pruning, withoutChannel: false })).toEqual({
      kind: 'no-channel',
    });
  });

  it('is not for the bot', async () => {
    await expect(pruneAudit(database.bot, pruning)).rejects.toThrow('42501');
    expect(await verify()).toMatchObject({ count: 100 });
  });
});

it.each([
  ['delete an event', 'delete from audit_event where number = 1', 'until it is pruned'],
  ['delete events behind the anchor', 'delete from audit_event where number < 40', 'until it is pruned'],
  ['change an event', `update audit_event set op = 'x'`, 'stays as it was written'],
  ['empty the log', 'truncate audit_event', 'stays as it was written'],
  ['change an anchor', 'update audit_anchor set number = 31', 'stays as it was written'],
  ['delete an anchor', 'delete from audit_anchor', 'stays as it was written'],
  [
    'anchor what is no event',
    `insert into audit_anchor values (40, decode(repeat('00', 32), 'hex'), now(), 'postern', 'x')`,
    'number and the hash of an event',
  ],
  [
    'anchor without saying so',
    `insert into audit_anchor select number, hash, now(), 'postern', 'x' from audit_event where number = 40`,
    'an event of its own',
  ],
])('not even the owner may %s', async (_name, statement, sentence) => {
  // Before anything is pruned no anchor stands for the first event.
  if (!statement.includes('number = 1')) await pruneAudit(database.owner, pruning);

  await expect(owner().unsafe(statement)).rejects.toMatchObject({
    code: 'PS006',
    message: expect.stringContaining(sentence),
  });
});

describe('reading', () => {
  it('is for the auditor too', async () => {
    await pruneAudit(database.owner, pruning);

    expect(await verify('auditor')).toMatchObject({ count: 71, problems: [] });
  });

  it('finds the anchor that somebody put there by hand', async () => {
    await liftRules(owner());
    await owner()`insert into audit_anchor select number, hash, now(), 'postern', 'x' from audit_event where number = 30`;
    await owner()`delete from audit_event where number <= 30`;

    expect((await verify())?.problems).toEqual([{ kind: 'anchor-unnamed', number: 30 }]);
  });

  it.each([
    ['all', {}, 100, 100],
    ['from a time on', { since: new Date('2026-01-01T00:01:31Z') }, 10, 100],
    ['of an address', { address: '1' }, 12, 98],
  ])('counts and reads %s', async (_name, selection, count, upTo) => {
    const chain = openChainExport(database.bot);
    try {
      const which = { since: undefined, address: undefined, ...selection } as Parameters<
        typeof chain.count
      >[0];
      expect(await chain.count(which)).toEqual({ count, upTo });
      const numbers: ChainRow['number'][] = [];
      for await (const rows of chain.read(which, upTo - 1)) numbers.push(...rows.map(({ number }) => number));

      expect(numbers).toHaveLength(count - 1);
    } finally {
      await chain.close();
    }
  });
});
