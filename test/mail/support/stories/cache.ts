import { describe, expect, it } from 'vitest';
import { services, session, signIn } from '../clients.ts';
import type { DovecotOptions, StartDovecot } from '../dovecot.ts';
import { disconnect, newMailbox, newPhone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

const cache = 'auth_cache_size = 10M\nauth_cache_ttl = 1 hour\n';

/** What a cache of sign-ins, which a site may have, does to a disconnect: nothing. */
export function cacheStories(start: StartDovecot): void {
  const sites: readonly (readonly [string, Pick<DovecotOptions, 'before' | 'dropIn'>])[] = [
    ['before the shipped files', { before: cache }],
    ['after the shipped files', { dropIn: cache }],
  ];
  describe.each(sites)('a cache that the site switches on %s', (_where, site) => {
    const world = mailWorld(start, site);

    it('lets nobody in whose device was disconnected', async () => {
      const mailbox = await newMailbox(world.database.db, { generic: 'assigned in 2019' });
      const phone = await newPhone(world.database.db, mailbox);
      const credentials = { user: mailbox.address, password: phone.password };
      for (const service of [...services, ...services]) {
        (await session(world.dovecot, service, credentials)).close();
      }
      // The second question, which keeps the last use, was asked each time.
      const asked = world.proxy.recorded().split(`signed_in('${phone.identity}'`).length - 1;
      await disconnect(world.database.db, phone);
      const answers = await Promise.all(
        services.map((service) => signIn(world.dovecot, service, credentials)),
      );

      expect(answers.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused']);
      expect(asked).toBe(2 * services.length);
    });
  });
}
