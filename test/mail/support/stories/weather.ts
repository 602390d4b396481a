import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { services, session, signIn, type Credentials, type Session } from '../clients.ts';
import type { StartDovecot } from '../dovecot.ts';
import { stoppableDatabase } from '../../../support/stoppable-database.ts';
import { newMailbox, newPhone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

/** Up to 80 s were seen on 2.3, after a longer outage than here. */
const backLimitMilliseconds = 90_000;
/** Each failed attempt makes Dovecot 2.3 wait five times longer before the next. */
const outageMilliseconds = 2000;
/** Until a connection whose statements failed is used again. */
const calmMilliseconds = 30_000;
/** Of 5 s, on a machine that has other things to do. */
const posternLimitMilliseconds = 15_000;

export function weatherStories(start: StartDovecot): void {
  const own = stoppableDatabase();
  const world = mailWorld(start, { own });

  const attempts = async (credentials: Credentials): Promise<readonly string[]> => {
    const answers = await Promise.all(services.map((service) => signIn(world.dovecot, service, credentials)));
    for (const answer of answers) if (answer.kind === 'in') answer.session.close();
    return answers.map(({ kind }) => kind);
  };

  /** Tries until all three succeed. */
  async function signedIn(credentials: Credentials, timeout: number): Promise<void> {
    const tried = async () => expect(await attempts(credentials)).toEqual(['in', 'in', 'in']);
    await vi.waitFor(tried, { timeout, interval: 500 });
  }

  async function someone() {
    const mailbox = await newMailbox(world.database.db);
    const { password } = await newPhone(world.database.db, mailbox);
    const credentials = { user: mailbox.address, password };
    const open: Session[] = [];
    // What the story before did to the database may still be felt.
    for (const service of services)
      open.push(
        await vi.waitFor(() => session(world.dovecot, service, credentials), {
          timeout: calmMilliseconds,
          interval: 500,
        }),
      );
    return { credentials, open };
  }

  it.sequential('makes a sign-in a temporary failure while the database fails, and leaves open sessions alone', async () => {
    const { credentials, open } = await someone();
    await world.database.sql('owner').unsafe('alter function sign_in rename to sign_in_away');
    try {
      expect(await attempts(credentials)).toEqual(['temporary', 'temporary', 'temporary']);
      await Promise.all(open.map((one) => one.ask()));
    } finally {
      await world.database.sql('owner').unsafe('alter function sign_in_away rename to sign_in');
    }

    await signedIn(credentials, calmMilliseconds);
    for (const one of open) one.close();
  }, 90_000);

  it.sequential('lets people in whose last use can’t be kept', async () => {
    const { credentials, open } = await someone();
    await world.database.sql('owner').unsafe('alter function signed_in rename to signed_in_away');
    try {
      expect(await attempts(credentials)).toEqual(['in', 'in', 'in']);
    } finally {
      await world.database.sql('owner').unsafe('alter function signed_in_away rename to signed_in');
    }
    for (const one of open) one.close();
  }, 90_000);

  it.sequential(
    'refuses nobody’s password while PostgreSQL is gone, and signs people in again when it is back, as Postern is',
    async () => {
      const { credentials, open } = await someone();
      const mailbox = await newMailbox(own.db);
      await own.stopImmediately();
      // Some fail at once, some are kept waiting until the database is back, 60 s at most.
      const meanwhile = Promise.all([attempts(credentials), attempts(credentials)]);
      await expect(newPhone(own.db, mailbox)).rejects.toThrow();
      await sleep(outageMilliseconds);
      await Promise.all(open.map((one) => one.ask()));
      await own.start();
      await vi.waitFor(() => newPhone(own.db, mailbox), {
        timeout: posternLimitMilliseconds,
        interval: 100,
      });

      const outcomes = (await meanwhile).flat();
      expect(outcomes).toContain('temporary');
      expect(outcomes).not.toContain('refused');
      await signedIn(credentials, backLimitMilliseconds);
      await Promise.all(open.map((one) => one.ask()));
      for (const one of open) one.close();
    },
    backLimitMilliseconds + 90_000,
  );
}
