import { describe, expect, it } from 'vitest';
import { session } from '../mail/support/clients.ts';
import { doveadm, kick, who } from '../mail/support/doveadm.ts';
import { newMailbox, newPhone } from '../mail/support/mailbox.ts';
import { mailWorld } from '../mail/support/world.ts';
import { idling } from './support/idling.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

/** Before ours, and for one address: it signs people in without a device, as web mail or a master user does. */
const webMail = 'passdb static {\n  password = {PLAIN}webmail\n  username_filter = web@example.com\n}';

describe('with a session that has no device', () => {
  const world = mailWorld(startDovecot24, { before: webMail });

  it('lists it without one, and ends exactly the sessions of the device that is named', async () => {
    const box = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, box);
    const laptop = await newPhone(world.database.db, box);
    const web = await session(world.dovecot, 'imap', { user: 'web@example.com', password: 'webmail' });
    const ended = await session(world.dovecot, 'imap', { user: box.address, password: phone.password });
    const kept = await session(world.dovecot, 'submission', {
      user: box.address,
      password: laptop.password,
    });

    await kick(world.dovecot, phone.identity);
    await ended.ended;

    expect(await who(world.dovecot, box.address)).toEqual([laptop.identity]);
    expect(await who(world.dovecot, 'web@example.com')).toEqual(['']);
    await kept.ask();
    await web.ask();
    kept.close();
    web.close();
  });

  it('still dies of a question by device, so that nothing of ours may ask it', async () => {
    const box = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, box);
    const web = await session(world.dovecot, 'imap', { user: 'web@example.com', password: 'webmail' });
    const open = await session(world.dovecot, 'imap', { user: box.address, password: phone.password });

    const asked = doveadm(world.dovecot, 'who', {
      separateConnections: true,
      passdbField: 'user_device',
      mask: [phone.identity],
    });

    await expect(asked).rejects.toThrow('fetch failed');
    // The sessions don't notice, and the next request finds another process.
    await open.ask();
    expect(await who(world.dovecot, box.address)).toEqual([phone.identity]);
    open.close();
    web.close();
  });
});

describe('with sessions that hibernate', () => {
  const world = mailWorld(startDovecot24, {
    dropIn: `
imap_hibernate_timeout = 1s
service imap {
  unix_listener imap-master {
    user = dovecot
  }
}
service imap-hibernate {
  unix_listener imap-hibernate {
    mode = 0666
  }
}`,
  });

  it('ends the one of the device that is named, though they share a process', async () => {
    const box = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, box);
    const laptop = await newPhone(world.database.db, box);
    const asleep = await idling(world.dovecot.imapPort, { user: box.address, password: phone.password });
    const kept = await idling(world.dovecot.imapPort, { user: box.address, password: laptop.password });

    await expect.poll(hibernating, { timeout: 30_000 }).toBe(2);
    await kick(world.dovecot, phone.identity);
    await asleep.ended;

    expect(await who(world.dovecot, box.address)).toEqual([laptop.identity]);
    await kept.ask();
    kept.close();
  });

  async function hibernating(): Promise<number> {
    const { answer } = await doveadm(world.dovecot, 'who', { separateConnections: true });
    return JSON.stringify(answer).split('"imap-hibernate"').length - 1;
  }
});

describe('with a userdb of the site that hides ours', () => {
  const world = mailWorld(startDovecot24, {
    before:
      'userdb before {\n  driver = static\n  static_allow_all_users = yes\n  fields {\n    uid = 65534\n    gid = 65534\n    home = /tmp\n  }\n}',
  });

  it('lists no device at all', async () => {
    const box = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, box);
    const open = await session(world.dovecot, 'pop3', { user: box.address, password: phone.password });

    const { answer } = await doveadm(world.dovecot, 'who', { separateConnections: true });

    expect(answer).toMatchObject([['doveadmResponse', [{ username: box.address, service: 'pop3' }], 'tag']]);
    expect(JSON.stringify(answer)).not.toContain('user_device');
    open.close();
  });
});

describe('the key', () => {
  const world = mailWorld(startDovecot24);

  it.each(['reload', 'mailboxList', 'fetch', 'stop', 'penalty', 'authCacheFlush'])(
    'may not %s',
    async (name) => {
      const { answer } = await doveadm(world.dovecot, name, {});

      expect(answer).toEqual([['error', { type: 'unAuthorized', exitCode: 0 }, 'tag']]);
    },
  );

  it('must be right', async () => {
    const { doveadmUrl } = world.dovecot;

    expect(await doveadm({ doveadmUrl, doveadmKey: 'another' }, 'who', {})).toMatchObject({ status: 401 });
  });
});
