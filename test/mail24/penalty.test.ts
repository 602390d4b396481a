import { expect, it } from 'vitest';
import { session, services, signIn } from '../mail/support/clients.ts';
import { disconnect, newMailbox, newPhone } from '../mail/support/mailbox.ts';
import { mailWorld } from '../mail/support/world.ts';
import { penalties } from './support/penalties.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

const world = mailWorld(startDovecot24, { hasPenalty: true });

it('slows nobody down since dead passwords come from their network address', async () => {
  const box = await newMailbox(world.database.db, { generic: 'assigned in 2019' });
  const phones = await Promise.all(Array.from({ length: 5 }, () => newPhone(world.database.db, box)));
  const good = await newPhone(world.database.db, box);
  await Promise.all(phones.map((phone) => disconnect(world.database.db, phone)));

  for (const service of services) {
    const dead = await Promise.all(
      phones.map(({ password }) => signIn(world.dovecot, service, { user: box.address, password })),
    );
    expect(dead.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused', 'refused', 'refused']);
    expect(penalties(world.dovecot)).toEqual([]);
  }

  const open = await session(world.dovecot, 'imap', { user: box.address, password: good.password });
  open.close();
});

it('slows down the network address of who guesses', async () => {
  const box = await newMailbox(world.database.db, { generic: 'assigned in 2019' });

  const guessed = await signIn(world.dovecot, 'pop3', { user: box.address, password: 'assigned in 2020' });

  expect(guessed.kind).toBe('refused');
  expect(penalties(world.dovecot)).toEqual(['127.0.0.1']);
});
