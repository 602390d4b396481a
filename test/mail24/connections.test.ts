import { describe, expect, it } from 'vitest';
import { session, signIn } from '../mail/support/clients.ts';
import { newMailbox, newPhone } from '../mail/support/mailbox.ts';
import { mailWorld } from '../mail/support/world.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

// Each with a Dovecot of its own: both would count against the limit of a login.
describe('the two questions', () => {
  const world = mailWorld(startDovecot24);

  it('are asked with a login each', async () => {
    const box = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, box);

    const open = await session(world.dovecot, 'imap', { user: box.address, password: phone.password });
    open.close();

    const logins = await world.database.sql('owner')`
      select distinct usename as login from pg_stat_activity
      where datname = current_database() and usename in ('postern_sign_in', 'postern_signed_in')
      order by login`;
    expect([...logins]).toEqual([{ login: 'postern_sign_in' }, { login: 'postern_signed_in' }]);
  });
});

describe('more sign-ins at once than there are workers, right after a start', () => {
  const world = mailWorld(startDovecot24);

  it('all succeed, within the connections of each login', async () => {
    const box = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, box);
    const one = async () => {
      const outcome = await signIn(world.dovecot, 'pop3', { user: box.address, password: phone.password });
      if (outcome.kind === 'in') outcome.session.close();
      return outcome.kind;
    };

    const outcomes = await Promise.all(Array.from({ length: 40 }, one));

    expect(new Set(outcomes)).toEqual(new Set(['in']));
    expect(await world.dovecot.logs()).not.toMatch(/too many connections|process_limit/);
  });
});
