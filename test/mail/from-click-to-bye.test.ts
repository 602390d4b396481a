import { afterAll, beforeAll, expect, it } from 'vitest';
import { type StartedApp, startApp } from '../support/app.ts';
import { readable } from '../support/seen.ts';
import { signIn, session, type Session } from './support/clients.ts';
import { newMailbox, newPhone } from './support/mailbox.ts';
import { onDovecot23 } from './support/on-dovecot-23.ts';
import { mailWorld } from './support/world.ts';

const channel = 'C0HELP';

onDovecot23((start) => {
  const world = mailWorld(start);
  let app: StartedApp;

  beforeAll(async () => {
    const { doveadmUrl, doveadmKey } = world.dovecot;
    app = await startApp(world.database.bot, {
      env: { DOVEADM_URL: doveadmUrl, DOVEADM_API_KEY: doveadmKey },
    });
  }, 60_000);
  afterAll(async () => {
    await app.stop();
  }, 30_000);

  /** An address with two devices, each signed in to IMAP and submission, as its list shows it to Dana. */
  async function connected() {
    const mailbox = await newMailbox(world.database.db, { generic: 'assigned in 2019' });
    const phone = await newPhone(world.database.db, mailbox, { label: 'iPhone' });
    const laptop = await newPhone(world.database.db, mailbox, { label: 'Laptop' });
    const open = (password: string) =>
      Promise.all(
        (['imap', 'submission'] as const).map((service) =>
          session(world.dovecot, service, { user: mailbox.address, password }),
        ),
      );
    const [ofPhone, ofLaptop, ofGeneric] = await Promise.all([
      open(phone.password),
      open(laptop.password),
      open('assigned in 2019'),
    ]);
    const dana = app.person('U0DANA');
    await dana.say(channel, `/devices ${mailbox.address}`);
    const list = await dana.waitForMessage(`2 devices and the generic password of ${mailbox.address}`);
    return { mailbox, phone, laptop, ofPhone, ofLaptop, ofGeneric, dana, list };
  }

  const ended = (sessions: readonly Session[]) => Promise.all(sessions.map((one) => one.ended));
  const answer = (sessions: readonly Session[]) => Promise.all(sessions.map((one) => one.ask()));

  it('changes a password: the connection drops, the new password signs in, the old one never again', async () => {
    const { mailbox, phone, ofPhone, ofLaptop, ofGeneric, dana, list } = await connected();
    expect(readable(list)).toMatch(/iPhone[^]*Connected now \(2 sessions\) · Last used[^]*IMAP|SMTP/);

    await dana.click({ row: 'iPhone', text: 'Change password' });
    const question = await dana.waitForMessage('it can sign in again with the new password');
    await dana.click({ ts: question.ts, text: 'Change password' });
    const shown = readable(await dana.waitForMessage('It is shown once'));
    await ended(ofPhone);
    const told = readable(await dana.waitForMessage('The password of iPhone'));

    expect(told).toContain('Sessions: 2 were open (IMAP, SMTP), none is left.');
    const password = /\b[a-z2-9]{28}\b/.exec(shown)?.[0] ?? '';
    expect(await signIn(world.dovecot, 'imap', { user: mailbox.address, ...phone })).toMatchObject({
      kind: 'refused',
    });
    const anew = await session(world.dovecot, 'imap', { user: mailbox.address, password });
    await answer([...ofLaptop, ...ofGeneric, anew]);
    for (const one of [...ofLaptop, ...ofGeneric, anew]) one.close();
  });

  it('disconnects a device, then all of them; the generic password stays connected', async () => {
    const { mailbox, phone, laptop, ofPhone, ofLaptop, ofGeneric, dana } = await connected();
    await dana.click({ row: 'iPhone', text: 'Disconnect the device' });
    const question = await dana.waitForMessage('It leaves the list');
    await dana.click({ ts: question.ts, text: 'Disconnect the device' });
    await ended(ofPhone);
    await answer([...ofLaptop, ...ofGeneric]);
    await dana.waitForMessage(
      `Disconnected iPhone (${phone.device.tag}) of ${mailbox.address}. Sessions: 2 were open (IMAP, SMTP), none is left.`,
    );

    await dana.say(channel, `/devices disconnect-all ${mailbox.address}`);
    const all = await dana.waitForMessage('1 device will be disconnected: Laptop');
    await dana.click({ ts: all.ts, text: 'Disconnect 1 device' });
    await ended(ofLaptop);
    await answer(ofGeneric);
    await dana.waitForMessage(
      `Disconnected 1 device of ${mailbox.address}. Sessions: 2 were open (IMAP, SMTP)`,
    );
    for (const { password } of [phone, laptop]) {
      expect(await signIn(world.dovecot, 'imap', { user: mailbox.address, password })).toMatchObject({
        kind: 'refused',
      });
    }
    for (const one of ofGeneric) one.close();
  });
});
