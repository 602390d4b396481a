import fc from 'fast-check';
import { expect, it } from 'vitest';
import { authClient, type AuthAnswer, type AuthClient } from '../auth-client.ts';
import type { StartDovecot } from '../dovecot.ts';
import { hostileCredentials, type Hostile } from '../hostile.ts';
import { disconnect, newMailbox, newPhone } from '../mailbox.ts';
import { logStatements, type StatementLog } from '../statement-log.ts';
import { mailWorld } from '../world.ts';

/** No wait after a wrong password, and every character of a name gets as far as the database. */
const dropIn = 'auth_failure_delay = 0\nauth_username_chars =\n';

const attempts = 10_000;
/**
 * Asked at the same time: Dovecot 2.3 says all refusals of half a second at once. Not all on one connection: in 4 of 66 runs
 * it then fell silent there, while it idled and answered others.
 */
const connections = 100;
const askedOnEach = 10;

export function fuzzStories(start: StartDovecot): void {
  let log: StatementLog | undefined;
  const world = mailWorld(start, {
    dropIn,
    prepare: async (database) => {
      log = await logStatements(database, 'postern_sign_in');
    },
  });

  it(`refuses ${attempts} hostile names and passwords, none by a failure, and shows the database shapes alone`, async () => {
    const mailbox = await newMailbox(world.database.db, { generic: 'assigned in 2019' });
    const phone = await newPhone(world.database.db, mailbox);
    const gone = await newPhone(world.database.db, mailbox);
    await disconnect(world.database.db, gone);
    const tags = [phone, gone].map(({ password }) => password.slice(0, 4));
    const hostile = fc.sample(hostileCredentials([mailbox.address], tags), attempts);
    const clients = await Promise.all(
      Array.from({ length: connections }, async () => authClient(world.dovecot)),
    );

    const answers: AuthAnswer['kind'][] = [];
    const unasked = hostile.entries();
    const ask = async (client: AuthClient): Promise<void> => {
      for (const [index, credentials] of unasked) {
        const { kind, line } = await client.verify(credentials);
        answers.push(kind);
        if (kind !== 'refused') throw new Error(`${kind}: ${described(credentials, index)}: ${line}`);
      }
    };
    await Promise.all(
      clients.flatMap((client) => Array.from({ length: askedOnEach }, async () => ask(client))),
    );
    const right = { user: Buffer.from(mailbox.address), password: Buffer.from(phone.password) };
    const another = await authClient(world.dovecot);
    const { kind } = await another.verify(right);
    for (const client of [...clients, another]) client.close();

    expect(answers).toHaveLength(attempts);
    expect(kind).toBe('ok');
    const statements = (await log?.read()) ?? [];
    expect(statements.filter((statement) => !shape.test(statement))).toEqual([]);
    // Names with a NUL, for one, get no further than Dovecot.
    expect(statements.length).toBeGreaterThan(attempts / 2);
  }, 300_000);
}

/** One literal with its quotes doubled, and a tag of the shape of ours or the word for none. */
const shape =
  /^[^']*(?:'smtp'[^']*|'imap'[^']*)*sign_in\(E?'(?:[^']|'')*', 'imap', '(?:none|[a-hjkmnp-z2-9]{4})'\)(?: WHERE '[^']*' IS NOT NULL)?$/s;

function described({ user, password }: Hostile, index: number): string {
  return `attempt ${index}: ${JSON.stringify(user.toString('latin1'))} ${JSON.stringify(password.toString('latin1'))}`;
}
