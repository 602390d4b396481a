import { expect, it } from 'vitest';
import { session, signIn } from '../mail/support/clients.ts';
import { newMailbox, newPhone } from '../mail/support/mailbox.ts';
import { mailWorld } from '../mail/support/world.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

const world = mailWorld(startDovecot24);

/** Connections of each login, as the database counts them. */
async function connections(): Promise<Readonly<Record<string, number>>> {
  const rows = await world.database.sql('owner')<{ login: string; open: number }[]>`
    select usename as login, count(*)::integer as open from pg_stat_activity
    where datname = current_database() and usename in ('postern_sign_in', 'postern_signed_in')
    group by usename`;
  return Object.fromEntries(rows.map(({ login, open }) => [login, open]));
}

it('asks each of the two questions with its own login', async () => {
  const box = await newMailbox(world.database.db);
  const phone = await newPhone(world.database.db, box);

  const open = await session(world.dovecot, 'imap', { user: box.address, password: phone.password });
  open.close();

  const used = await connections();
  expect(Object.keys(used).sort()).toEqual(['postern_sign_in', 'postern_signed_in']);
});

it('stays within the connections of each login, with more sign-ins at once than there are workers', async () => {
  const box = await newMailbox(world.database.db);
  const phone = await newPhone(world.database.db, box);
  const one = async () => {
    const outcome = await signIn(world.dovecot, 'pop3', { user: box.address, password: phone.password });
    if (outcome.kind === 'in') outcome.session.close();
    return outcome.kind;
  };

  const outcomes = await Promise.all(Array.from({ length: 40 }, one));

  expect(new Set(outcomes)).toEqual(new Set(['in']));
  const used = await connections();
  expect(used['postern_sign_in']).toBeLessThanOrEqual(18);
  expect(used['postern_signed_in']).toBeLessThanOrEqual(18);
  expect(await world.dovecot.logs()).not.toMatch(/too many connections/);
});
