import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Address } from '../../../../src/core/ports.ts';
import { authClient } from '../auth-client.ts';
import { signIn, type Session } from '../clients.ts';
import { kick, who } from '../doveadm.ts';
import type { StartDovecot } from '../dovecot.ts';
import { disconnect, newMailbox, newPhone, type Phone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

const races = 1000;
/** At the same time; each is a mail program that signs in while its device is disconnected. */
const width = 10;
/** A sign-in takes some 10 ms to 60 ms at this width: the disconnect falls into all of it. */
const latestDisconnectMilliseconds = 60;
/** After which Postern looks again. */
const secondLookMilliseconds = 2000;

/** Dovecot verifies for half a second and more: the disconnect is long done. */
const slowCost = 13;

interface Raced {
  readonly phone: Phone;
  readonly outcome: 'in' | 'refused' | 'temporary' | 'cut';
  readonly session: Session | undefined;
}

export function raceStories(start: StartDovecot): void {
  const world = mailWorld(start, { dropIn: 'auth_failure_delay = 0\n' });

  it(`leaves no session, and lets none back in, after ${races} disconnects while their devices sign in`, async () => {
    const mailboxes = await Promise.all(Array.from({ length: width }, () => newMailbox(world.database.db)));
    const all: Raced[] = [];
    let left = races;
    await Promise.all(
      mailboxes.map(async (mailbox) => {
        while (left > 0) {
          left -= 1;
          all.push(await race(mailbox));
        }
      }),
    );

    // The second look: what was between its password and its session at the first one.
    await sleep(secondLookMilliseconds);
    const late = await sessionsOf(mailboxes);
    await Promise.all([...new Set(late)].map((identity) => kick(world.dovecot, identity)));
    await Promise.all(all.flatMap(({ session }) => session?.ended ?? []));

    await expect.poll(() => sessionsOf(mailboxes), { timeout: 5000 }).toEqual([]);
    expect(all.filter(({ session }) => session?.isOpen())).toEqual([]);
    const client = await authClient(world.dovecot);
    const again = await Promise.all(
      all.map(async ({ phone }) =>
        client.verify({ user: Buffer.from(phone.device.address), password: Buffer.from(phone.password) }),
      ),
    );
    client.close();
    expect(again.filter(({ kind }) => kind !== 'refused')).toEqual([]);
    // Else nothing was raced: some got in before, some came too late.
    const outcomes = new Set(all.map(({ outcome }) => outcome));
    expect([...outcomes]).toEqual(expect.arrayContaining(['in', 'refused']));
    expect([...outcomes]).not.toContain('temporary');
  }, 300_000);

  it('refuses a sign-in whose password is being verified while its device is disconnected', async () => {
    const mailbox = await newMailbox(world.database.db);
    const phone = await newPhone(world.database.db, mailbox, { cost: slowCost });
    const credentials = { user: mailbox.address, password: phone.password };
    const signingIn = signIn(world.dovecot, 'pop3', credentials);
    const questions = () => world.proxy.recorded().split(`sign_in('${mailbox.address}'`).length - 1;
    await expect.poll(questions, { timeout: 10_000, interval: 5 }).toBe(1);
    await disconnect(world.database.db, phone);

    expect((await signingIn).kind).toBe('refused');
  });

  async function race(mailbox: Address): Promise<Raced> {
    const phone = await newPhone(world.database.db, mailbox);
    // POP3 says the least: 1,000 of them cost as much as 200 by a whole IMAP program.
    const signingIn = signIn(world.dovecot, 'pop3', {
      user: mailbox.address,
      password: phone.password,
    }).catch(
      // A kick can meet the session before it has said that it is there.
      () => 'cut' as const,
    );
    await sleep(Math.random() * latestDisconnectMilliseconds);
    await disconnect(world.database.db, phone);
    await kick(world.dovecot, phone.identity);
    const answer = await signingIn;
    if (answer === 'cut') return { phone, outcome: 'cut', session: undefined };
    return { phone, outcome: answer.kind, session: answer.kind === 'in' ? answer.session : undefined };
  }

  async function sessionsOf(mailboxes: readonly Address[]): Promise<readonly string[]> {
    return (await Promise.all(mailboxes.map(({ address }) => who(world.dovecot, address)))).flat();
  }
}
