import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { databaseProxy, type DatabaseProxy } from '../support/database-proxy.ts';
import { testDatabase } from '../support/database.ts';
import { describeOn } from './support/describe-on.ts';
import { disconnect, newMailbox, newPhone } from './support/mailbox.ts';
import type { Dovecot } from './support/dovecot.ts';
import { dovecot23Missing, postfixMissing } from './support/installed.ts';
import { startRelay, type Relay } from './support/relay.ts';
import { startDovecot23 } from './support/start-dovecot-23.ts';
import { startPostfix, type Postfix } from './support/start-postfix.ts';
import { signInSubmission } from './support/submission.ts';

describeOn('Postfix, asking Dovecot', postfixMissing ?? dovecot23Missing, () => {
  const database = testDatabase();
  let parts:
    | {
        readonly proxy: DatabaseProxy;
        readonly relay: Relay;
        readonly postfix: Postfix;
        readonly dovecot: Dovecot;
      }
    | undefined;

  beforeAll(async () => {
    const proxy = await databaseProxy(database.bot);
    const relay = await startRelay();
    const postfix = await startPostfix({ relayPort: relay.port });
    const dovecot = await startDovecot23({ database: proxy.target, dropIn: postfix.dovecotConf });
    parts = { proxy, relay, postfix, dovecot };
  }, 60_000);

  afterAll(async () => {
    await parts?.dovecot.stop();
    await parts?.postfix.stop();
    await parts?.relay.stop();
    await parts?.proxy.close();
  }, 60_000);

  async function outcome(user: string, password: string): Promise<string> {
    const answer = await signInSubmission(parts?.postfix.submissionPort ?? 0, { user, password, tls: true });
    if (answer.kind === 'in') answer.session.close();
    return answer.kind;
  }

  it.concurrent('lets a device send, as its address and as no other, and keeps that as its last use', async () => {
    const mailbox = await newMailbox(database.db);
    const phone = await newPhone(database.db, mailbox, { protocols: ['smtp'] });
    const transport = createTransport({
      host: '127.0.0.1',
      port: parts?.postfix.submissionPort ?? 0,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
      auth: { user: mailbox.address, pass: phone.password },
    });
    const message = { to: 'friend@example.net', subject: `From ${mailbox.address}`, text: 'Hello' };
    await transport.sendMail({ from: mailbox.address, ...message });

    await expect
      .poll(() => parts?.relay.messages().join('\n'), { timeout: 15_000 })
      .toContain(message.subject);
    await expect(transport.sendMail({ from: 'boss@example.com', ...message })).rejects.toThrow(
      /553 5.7.1 .* not owned by user/,
    );
    expect([
      ...(await database.sql('owner')`select protocol from device_use where device_id = ${phone.device.id}`),
    ]).toEqual([{ protocol: 'smtp' }]);
  });

  it.concurrent('refuses a device that may not send, and one that was disconnected', async () => {
    const mailbox = await newMailbox(database.db, { generic: 'assigned in 2019' });
    const reader = await newPhone(database.db, mailbox, { protocols: ['imap'] });
    const gone = await newPhone(database.db, mailbox);

    expect(await outcome(mailbox.address, gone.password)).toBe('in');
    await disconnect(database.db, gone);
    expect(
      await Promise.all([outcome(mailbox.address, reader.password), outcome(mailbox.address, gone.password)]),
    ).toEqual(['refused', 'refused']);
    expect(await outcome(mailbox.address, 'assigned in 2019')).toBe('in');
  });

  it('says 535 while the database is gone, as for a wrong password: what the guide warns of', async () => {
    const mailbox = await newMailbox(database.db);
    const phone = await newPhone(database.db, mailbox);
    await parts?.proxy.refuse();
    try {
      expect(await outcome(mailbox.address, phone.password)).toBe('refused');
    } finally {
      await parts?.proxy.mend();
    }
    await vi.waitFor(async () => expect(await outcome(mailbox.address, phone.password)).toBe('in'), {
      // As with IMAP: see the stories of the weather.
      timeout: 90_000,
      interval: 500,
    });
  }, 180_000);
});
