import { describe, expect, it } from 'vitest';
import { services, session, signIn } from '../clients.ts';
import type { StartDovecot } from '../dovecot.ts';
import { newMailbox, newPhone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

/** Up to 80 s were seen on 2.3, after a longer outage than here. */
const backLimitMilliseconds = 90_000;

export function weatherStories(start: StartDovecot): void {
  const world = mailWorld(start);

  describe('a database that is gone', () => {
    it(
      'makes a sign-in a temporary failure, leaves open sessions alone, and is used again when it is back',
      async () => {
        const mailbox = await newMailbox(world.database.db);
        const phone = await newPhone(world.database.db, mailbox);
        const credentials = { user: mailbox.address, password: phone.password };
        const attempts = () =>
          Promise.all(services.map((service) => signIn(world.dovecot, service, credentials)));
        const open = await Promise.all(
          services.map((service) => session(world.dovecot, service, credentials)),
        );

        await world.proxy.refuse();
        expect((await attempts()).map(({ kind }) => kind)).toEqual(['temporary', 'temporary', 'temporary']);
        await Promise.all(open.map((one) => one.ask()));

        await world.proxy.mend();
        await expect
          // 2.4 has several processes, each of which finds the way back by itself.
          .poll(async () => (await attempts()).map(({ kind }) => kind), {
            timeout: backLimitMilliseconds,
            interval: 500,
          })
          .toEqual(['in', 'in', 'in']);
        await Promise.all(open.map((one) => one.ask()));
        for (const one of open) one.close();
      },
      backLimitMilliseconds + 60_000,
    );
  });
}
