import { expect, it, onTestFinished } from 'vitest';
import { createSignOutStore } from '../../db/sign-outs.ts';
import { createLoop } from '../../src/audit/loop.ts';
import { Secret } from '../../src/core/secret.ts';
import type { SessionIdentity } from '../../src/core/sessions.ts';
import { createDovecot, type Dovecot } from '../../src/mail/dovecot.ts';
import { createSessions } from '../../src/mail/sign-outs.ts';
import { memoryLog } from '../audit/setup.ts';
import { describeOn } from '../mail/support/describe-on.ts';
import { signInImap } from '../mail/support/imap.ts';
import { dovecot23Missing } from '../mail/support/installed.ts';
import { disconnect, newMailbox, newPhone, type Phone } from '../mail/support/mailbox.ts';
import { startDovecot23 } from '../mail/support/start-dovecot-23.ts';
import { mailWorld } from '../mail/support/world.ts';

describeOn('a real Dovecot 2.3', dovecot23Missing, () => {
  const world = mailWorld(startDovecot23);

  function connected(apiKey = world.dovecot.doveadmKey): {
    readonly mail: Dovecot;
    readonly log: ReturnType<typeof memoryLog>;
  } {
    const log = memoryLog();
    const key = new Secret(apiKey);
    const mail = createDovecot({ urls: [world.dovecot.doveadmUrl], apiKey: key, version: undefined, log });
    onTestFinished(() => mail.stop());
    return { mail, log };
  }

  async function signedIn({
    device,
    password,
  }: Phone): Promise<{ readonly isOpen: () => boolean; readonly ended: Promise<void> }> {
    const signIn = await signInImap(world.dovecot.imapPort, { user: device.address, password });
    if (signIn.kind !== 'in') throw new Error(`Not signed in: ${signIn.kind}`);
    onTestFinished(() => signIn.session.close());
    return signIn.session;
  }

  it('has the sessions of a device ended, while another device of the address stays', async () => {
    const { db } = world.database;
    const address = await newMailbox(db);
    const phone = await newPhone(db, address);
    const tablet = await newPhone(db, address, { label: 'Tablet' });
    const cutOff = await signedIn(phone);
    const untouched = await signedIn(tablet);
    const { mail, log } = connected();
    const store = createSignOutStore(db);
    const sessions = createSessions({ store, mail, log, createLoop, secondLook: 200 });
    onTestFinished(() => sessions.stop());

    expect(await sessions.connections(address.address)).toEqual({
      kind: 'known',
      counts: new Map([
        [phone.identity, 1],
        [tablet.identity, 1],
      ]),
      complete: true,
    });
    await disconnect(db, phone);
    expect(await sessions.end({ device: phone.device.id })).toEqual({
      report: { kind: 'ended', before: { count: 1, protocols: ['imap'] } },
    });
    await cutOff.ended;
    expect(untouched.isOpen()).toBe(true);
    expect(await sessions.connections(address.address)).toMatchObject({
      counts: new Map([[tablet.identity, 1]]),
    });
  });

  it('answers a kick of nobody, and tells its version', async () => {
    const { mail, log } = connected();
    const nobody = 'nobody@example.com/k7xw' as SessionIdentity;
    expect(await mail.kick([nobody])).toMatchObject([{ kind: 'answered' }]);
    expect(await mail.kickCommand(nobody)).toBe("doveadm kick 'nobody@example.com/k7xw'");
    expect(log.lines).toEqual([]);
  });

  it('refuses another key', async () => {
    const { mail } = connected('another');
    expect(await mail.who(undefined)).toMatchObject([{ kind: 'failed', problem: 'unauthorized' }]);
  });
});
