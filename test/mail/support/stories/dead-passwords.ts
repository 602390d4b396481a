import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { signIn } from '../clients.ts';
import type { Dovecot, StartDovecot } from '../dovecot.ts';
import { disconnect, newMailbox, newPhone, type Phone } from '../mailbox.ts';
import { mailWorld } from '../world.ts';

/** Five phones with dead passwords behind the network address of a colleague, on Dovecot 2.3. */
export function deadPasswordStories(start: StartDovecot): void {
  const world = mailWorld(start, { hasPenalty: true });

  it('slow a colleague down once: until somebody there signs in, and then no more', async () => {
    const office = await newMailbox(world.database.db);
    const phones = await Promise.all(
      Array.from({ length: 5 }, (_, place) =>
        newPhone(world.database.db, office, { label: `Phone ${place}` }),
      ),
    );
    const good = await newPhone(world.database.db, office, { label: 'Laptop' });
    for (const phone of phones) await disconnect(world.database.db, phone);
    const outcome = async ({ password }: Phone): Promise<string> => {
      const answer = await signIn(world.dovecot, 'pop3', { user: office.address, password });
      if (answer.kind === 'in') answer.session.close();
      return answer.kind;
    };
    const allRefused = phones.map(() => 'refused');

    expect(await Promise.all(phones.map(outcome))).toEqual(allRefused);
    expect(slowedDown(world.dovecot)).toEqual(['127.0.0.1']);
    // It waits first, 15 s at most.
    expect(await outcome(good)).toBe('in');
    expect(slowedDown(world.dovecot)).toEqual([]);
    // They try again, with what Dovecot has counted already.
    expect(await Promise.all(phones.map(outcome))).toEqual(allRefused);
    expect(slowedDown(world.dovecot)).toEqual([]);
  }, 90_000);
}

/** The network addresses from which the next sign-in has to wait. */
function slowedDown({ authSocket }: Dovecot): readonly string[] {
  const conf = join(dirname(authSocket), 'dovecot.conf');
  const said = execFileSync('/usr/bin/doveadm', ['-f', 'tab', '-c', conf, 'penalty'], { encoding: 'utf8' });
  // A head, then lines of: address, penalty, last penalty, last update.
  const lines = said.trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [address = '', penalty] = line.split('\t');
    return penalty === '0' ? [] : [address];
  });
}
