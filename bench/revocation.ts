import { databaseProxy } from '../test/support/database-proxy.ts';
import { authClient } from '../test/mail/support/auth-client.ts';
import { signInImap } from '../test/mail/support/imap.ts';
import { dovecot23Missing } from '../test/mail/support/installed.ts';
import { startDovecot23 } from '../test/mail/support/start-dovecot-23.ts';
import { readable } from '../src/sandbox/slack/driver.ts';
import { startPostern } from './apps.ts';
import { firstRefused } from './first-refused.ts';
import { answered, personAt } from './lane.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { percentile } from './statistics.ts';

/** A hundred, so that the 99th of a hundred isn't the slowest. */
const usualRounds = 120;
const address = 'person1@example.com';
/** The question in front, and the second look at the sessions behind it, are no part of what is measured. */
const lanes = 10;
/** That sign in with the old password. */
const connections = 4;

/**
 * From the click on "Change password" in Slack to the moment from which on Dovecot refuses whoever signs in with the old
 * password, and at which the session that was signed in with it is gone.
 */
export async function measureRevocation(
  server: BenchServer,
  rounds = usualRounds,
): Promise<readonly Figure[]> {
  if (dovecot23Missing !== undefined) {
    console.error(`No revocation measured: ${dovecot23Missing}`);
    return [];
  }
  const database = await server.database('bench_revocation');
  await database.run(
    `insert into address (address, changed_by, op) values ('${address}', 'terminal:bench', 'fill')`,
  );
  const proxy = await databaseProxy(database.bot);
  // Else each round would wait two seconds more for the first refusal to be said.
  const dovecot = await startDovecot23({ database: proxy.target, dropIn: 'auth_failure_delay = 0' });
  const postern = await startPostern(database, {
    DOVEADM_URL: dovecot.doveadmUrl,
    DOVEADM_API_KEY: dovecot.doveadmKey,
  });
  const refused: number[] = [];
  const heard: number[] = [];
  const gone: number[] = [];

  /** One person with one device, again and again. */
  async function lane(place: number): Promise<void> {
    const person = personAt(postern.slack, place);
    const clients = await Promise.all(Array.from({ length: connections }, () => authClient(dovecot)));
    const label = `Device ${place}`;
    const user = Buffer.from(address);
    const passwordIn = (words: string) => /\b[a-z2-9]{28}\b/.exec(words)?.[0] ?? '';
    const added = await answered(person, `/devices add ${address} "${label}"`, 'It is shown once');
    let password = passwordIn(readable(added.message));
    // The list that follows is no answer to what is asked next.
    await person.waitFor(
      ({ messages }) => messages().some((message) => readable(message).includes(`Added ${label}.`)),
      30_000,
    );
    for (let round = 0; round < rounds / lanes; round += 1) {
      const old = Buffer.from(password);
      const signedIn = await signInImap(dovecot.imapPort, { user: address, password });
      if (signedIn.kind !== 'in') throw new Error(`Not signed in: ${signedIn.said}`);
      const words = `/devices change-password ${address} "${label}"`;
      const { ts } = (await answered(person, words, 'Change the password of')).message;
      const began = performance.now();
      const untilRefused = async () => {
        const first = await firstRefused(clients, { user, password: old });
        refused.push(first.since - began);
        heard.push(first.heard - began);
      };
      const untilGone = async () => {
        await signedIn.session.ended;
        gone.push(performance.now() - began);
      };
      const [answer] = await Promise.all([
        answered(person, { ts, text: 'Change password' }, 'It is shown once'),
        untilRefused(),
        untilGone(),
      ]);
      password = passwordIn(readable(answer.message));
      await person.waitFor(
        ({ messages }) =>
          messages().some((message) => message.ts === ts && readable(message).includes('none is left')),
        30_000,
      );
    }
    for (const client of clients) client.close();
  }

  try {
    for (let place = 0; place < lanes; place += 1) await lane(place);
  } finally {
    await postern.stop();
    await dovecot.stop();
    await proxy.close();
    await database.drop();
  }
  return [
    ...figuresOf('click to "old password refused"', refused, 250),
    ...figuresOf('click to the first refusal that Dovecot says', heard),
    ...figuresOf('click to "old session gone"', gone, 1000),
  ];
}

function figuresOf(name: string, times: readonly number[], limit?: number): readonly Figure[] {
  const p99 = percentile(times, 0.99);
  return [
    { name: `${name}: p50`, value: percentile(times, 0.5), unit: 'ms' },
    {
      name: `${name}: p99`,
      value: p99,
      unit: 'ms',
      ...(limit === undefined ? {} : { target: `≤ ${limit} ms`, isMet: p99 <= limit }),
    },
  ];
}
