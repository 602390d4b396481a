import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { services, session, signIn, type Credentials } from '../clients.ts';
import type { StartDovecot } from '../dovecot.ts';
import { newMailbox, newPhone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

/** Up to 80 s were seen on 2.3, after a longer outage than here. */
const backLimitMilliseconds = 90_000;
/** Each failed attempt makes Dovecot 2.3 wait five times longer before the next. */
const outageMilliseconds = 2000;

export function weatherStories(start: StartDovecot): void {
  const world = mailWorld(start);

  const attempts = async (credentials: Credentials): Promise<readonly string[]> => {
    const answers = await Promise.all(services.map((service) => signIn(world.dovecot, service, credentials)));
    for (const answer of answers) if (answer.kind === 'in') answer.session.close();
    return answers.map(({ kind }) => kind);
  };

  async function someone() {
    const mailbox = await newMailbox(world.database.db);
    const { password } = await newPhone(world.database.db, mailbox);
    const credentials = { user: mailbox.address, password };
    // What the story before did to the database may still be felt.
    await expect.poll(() => attempts(credentials), { timeout: 30_000 }).toEqual(['in', 'in', 'in']);
    const open = await Promise.all(services.map((service) => session(world.dovecot, service, credentials)));
    return { credentials, open };
  }

  it('makes a sign-in a temporary failure while the database fails, and leaves open sessions alone', async () => {
    const { credentials, open } = await someone();
    await world.database.sql('owner').unsafe('alter function sign_in rename to sign_in_away');
    try {
      expect(await attempts(credentials)).toEqual(['temporary', 'temporary', 'temporary']);
      await Promise.all(open.map((one) => one.ask()));
    } finally {
      await world.database.sql('owner').unsafe('alter function sign_in_away rename to sign_in');
    }

    expect(await attempts(credentials)).toEqual(['in', 'in', 'in']);
    for (const one of open) one.close();
  }, 90_000);

  it('lets people in whose last use can’t be kept', async () => {
    const { credentials, open } = await someone();
    await world.database.sql('owner').unsafe('alter function signed_in rename to signed_in_away');
    try {
      expect(await attempts(credentials)).toEqual(['in', 'in', 'in']);
    } finally {
      await world.database.sql('owner').unsafe('alter function signed_in_away rename to signed_in');
    }
    for (const one of open) one.close();
  }, 90_000);

  it(
    'refuses nobody’s password while the database is gone, and signs people in again when it is back',
    async () => {
      const { credentials, open } = await someone();
      await world.proxy.refuse();
      // Some fail at once, some are kept waiting until the database is back, 60 s at most.
      const meanwhile = Promise.all([attempts(credentials), attempts(credentials)]);
      await sleep(outageMilliseconds);
      await Promise.all(open.map((one) => one.ask()));
      await world.proxy.mend();

      const outcomes = (await meanwhile).flat();
      expect(outcomes).toContain('temporary');
      expect(outcomes).not.toContain('refused');
      await expect
        .poll(() => attempts(credentials), { timeout: backLimitMilliseconds, interval: 500 })
        .toEqual(['in', 'in', 'in']);
      await Promise.all(open.map((one) => one.ask()));
      for (const one of open) one.close();
    },
    backLimitMilliseconds + 90_000,
  );
}
