import { setTimeout as sleep } from 'node:timers/promises';
import type { AuthClient } from '../test/mail/support/auth-client.ts';

/** Between the sign-ins of one connection: Dovecot has other things to do, too. */
const pauseMilliseconds = 5;
/** The second one begins long after the first was said: so much later, too, nobody got in. */
const refusalsOfConnection = 2;

/** Moments of `performance.now()`. */
export interface Refused {
  /** The last sign-in that succeeded was over, and the first one that was refused had begun. */
  readonly since: number;
  /** Dovecot first said so: it holds refusals back, and says those of half a second at once. */
  readonly heard: number;
}

/**
 * Signs in again and again until it is refused.
 *
 * @param clients connections to Dovecot's auth socket, each with one sign-in under way: more would wait for one another
 */
export async function firstRefused(
  clients: readonly AuthClient[],
  credentials: { readonly user: Buffer; readonly password: Buffer },
): Promise<Refused> {
  let lastIn = 0;
  const refused: { readonly began: number; readonly heard: number }[] = [];
  await Promise.all(
    clients.map(async (client) => {
      for (let refusals = 0; refusals < refusalsOfConnection; await sleep(pauseMilliseconds)) {
        const began = performance.now();
        const { kind, line } = await client.verify(credentials);
        const heard = performance.now();
        if (kind === 'temporary') throw new Error(line);
        if (kind === 'ok') {
          lastIn = Math.max(lastIn, heard);
        } else {
          refusals += 1;
          refused.push({ began, heard });
        }
      }
    }),
  );
  const first = (key: 'began' | 'heard') => Math.min(...refused.map((one) => one[key]));
  return { since: Math.max(lastIn, first('began')), heard: first('heard') };
}
