import { expect, it } from 'vitest';
import { createAuditChannels } from '../../db/audit-channels.ts';
import { readChain } from '../../db/chain-reader.ts';
import type { ChainSurroundings } from '../../src/core/chain.ts';
import { liftRules } from '../support/chain.ts';
import { testDatabase } from '../support/database.ts';
import { someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
const channels = () => createAuditChannels(database.db);
const owner = () => database.sql('owner');

/** As whoever verifies reads it. */
async function headOf(channel: string) {
  let read: ChainSurroundings | undefined;
  await readChain(database.bot, (surroundings) => {
    read = surroundings;
    return () => {};
  });
  return read?.channels.find((one) => one.channel === channel)?.head;
}

async function newest() {
  const [event] = await owner()<{ number: number; hash: Buffer }[]>`
    select number::int, hash from audit_event order by number desc limit 1`;
  if (!event) throw new Error('There is no event');
  return event;
}

/** Another event, which is posted to the channel. */
async function posted(channel: string) {
  await someAddress(database.db);
  const event = await newest();
  await channels().claim(channel, 'one', 60);
  await channels().advance(channel, event.number, 'one');
  return event;
}

it('is kept of the last event that was posted, with the hash that it had', async () => {
  const first = await posted('slack:C0A');
  expect(await headOf('slack:C0A')).toEqual(first);
  const second = await posted('slack:C0A');
  await someAddress(database.db);
  await channels().claim('slack:C0A', 'one', 60);

  expect(second.number).toBeGreaterThan(first.number);
  expect(await headOf('slack:C0A')).toEqual(second);
});

it('is kept of audit channels alone', async () => {
  await posted('slack:C0A/refusals');
  await posted('owner-notices');

  expect([await headOf('slack:C0A/refusals'), await headOf('owner-notices')]).toEqual([undefined, undefined]);
});

it('can’t be written by hand', async () => {
  const event = await posted('slack:C0B');
  await owner()`update audit_channel set head_number = 1, head_hash = decode(repeat('00', 32), 'hex')`;
  await owner()`
    insert into audit_channel (channel, posted_number, head_number, head_hash)
    values ('slack:C0D', ${event.number}, 1, decode(repeat('00', 32), 'hex'))`;

  expect([await headOf('slack:C0B'), await headOf('slack:C0D')]).toEqual([event, event]);
});

it('stays, however much is posted after the log was rewritten', async () => {
  const event = await posted('discord:9');
  await liftRules(owner());
  await owner()`update audit_event set hash = decode(repeat('01', 32), 'hex') where number = ${event.number}`;
  await posted('discord:9');

  expect(await headOf('discord:9')).toEqual(event);
});
