import fc from 'fast-check';
import { expect, it } from 'vitest';
import { authClient } from '../mail/support/auth-client.ts';
import { newMailbox, newPhone } from '../mail/support/mailbox.ts';
import { mailWorld } from '../mail/support/world.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

// Ten thousand wrong passwords at 2 s each would take six hours.
const world = mailWorld(startDovecot24, { dropIn: 'auth_failure_delay = 0' });

/** In every hostile password, and never to be seen on the way to the database. */
const canary = 'CaNaRy';

const pieces = [
  `'`,
  `''`,
  `\\'`,
  `' OR 1=1 --`,
  `'); DROP TABLE device; --`,
  `a' UNION SELECT 'jane@example.com','x','{PLAIN}x',null --`,
  '\\',
  '"',
  '$$',
  '\t',
  '\n',
  '\r\n',
  '\0',
  '\u0001',
  '%',
  '%%',
  '%u',
  '%w',
  '%{password}',
  '%{user | lower}',
  '%{passdb:user_device}',
  '%{if;1;=;1;a;b}',
  '{PLAIN}x',
  'nopassword=y',
  '\tnopassword=y',
  'user=root@example.com',
  '*',
  '?',
  '/k7xw',
  'ü',
  '\u202e',
  'abc',
  'k7xw',
  'k7x'.repeat(9),
  'A'.repeat(5000),
].map((piece) => Buffer.from(piece));

/** No UTF-8. */
const broken = [Buffer.of(0xff), Buffer.of(0xc0, 0x80), Buffer.of(0xe2, 0x82), Buffer.of(0xed, 0xa0, 0x80)];

const nasty = fc
  .array(fc.oneof(fc.constantFrom(...pieces, ...broken), fc.uint8Array({ maxLength: 12 })), { maxLength: 5 })
  // Over 8 kB it is another story, below.
  .map((parts) => Buffer.concat(parts).subarray(0, 5000));

const hostilePassword = fc.oneof(
  nasty.map((password) => Buffer.concat([password, Buffer.from(canary)])),
  nasty.map((password) => Buffer.concat([Buffer.from(canary), password])),
);

/** The arguments of each question that reached the database. */
function asked(recorded: string): readonly (readonly [service: string, tag: string])[] {
  return [...recorded.matchAll(/FROM sign_in\('(?:[^']|'')*', '([^']*)', '([^']*)'\)/g)].map(
    ([, service = '', tag = '']) => [service, tag],
  );
}

it('refuses ten thousand hostile names and passwords, tells the database nothing of them, and goes on', async () => {
  const generic = 'assigned in 2019';
  const box = await newMailbox(world.database.db, { generic });
  const phone = await newPhone(world.database.db, box);
  const client = await authClient(world.dovecot);
  const real = Buffer.from(box.address);
  const right = { user: real, password: Buffer.from(phone.password) };
  const attempt = fc.record({
    user: fc.oneof(
      fc.constant(real),
      nasty.map((name) => Buffer.concat([real, name.length > 0 ? name : Buffer.from('x')])),
      nasty,
    ),
    password: fc.oneof(
      hostilePassword,
      // It begins with a good one: a cut at the wrong place would let it in.
      nasty.map((rest) => Buffer.concat([right.password, Buffer.from(canary), rest])),
    ),
    service: fc.constantFrom('imap', 'pop3', 'submission', 'smtp'),
  });

  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 25, maxLength: 25 }), async (attempts) => {
      const answers = await Promise.all(attempts.map((one) => client.verify(one)));
      expect(answers.filter(({ kind }) => kind !== 'refused')).toEqual([]);
    }),
    { numRuns: 400 },
  );

  expect(await client.verify(right)).toMatchObject({ kind: 'ok' });
  client.close();
  const recorded = world.proxy.recorded();
  const questions = asked(recorded);
  expect(questions.length).toBeGreaterThan(1000);
  // Each one is of that form: none was cut short by a quote.
  expect(recorded.split('sign_in(').length - 1).toBe(questions.length);
  expect(new Set(questions.map(([, tag]) => tag))).toEqual(new Set(['none', phone.password.slice(0, 4)]));
  expect(recorded).not.toContain(canary);
  expect(recorded).not.toContain(phone.password.slice(0, 8));
  expect(await world.dovecot.logs()).not.toContain(canary);
}, 300_000);

it.each([
  ['a quote at the cut', `abc'abcdefghjkmnpqrstuvwxyz2`],
  ['a percent sign at the cut', `abc%abcdefghjkmnpqrstuvwxyz2`],
  ['one character too many', 'abcdefghjkmnpqrstuvwxyz234567'],
  ['one too few', 'abcdefghjkmnpqrstuvwxyz2345'],
  ['a capital', 'Abcdefghjkmnpqrstuvwxyz23456'],
  ['nothing', ''],
  ['three characters', 'abc'],
])('gives nothing away of a password with %s', async (_what, password) => {
  const box = await newMailbox(world.database.db, { generic: 'assigned in 2019' });
  const client = await authClient(world.dovecot);
  const before = world.proxy.recorded().length;

  const answer = await client.verify({ user: Buffer.from(box.address), password: Buffer.from(password) });

  expect(answer.kind).toBe('refused');
  expect(asked(world.proxy.recorded().slice(before)).filter(([, tag]) => tag !== 'none')).toEqual([]);
  client.close();
});

it('closes the connection of whoever sends more than 8 kB, and goes on', async () => {
  const box = await newMailbox(world.database.db);
  const phone = await newPhone(world.database.db, box);
  const user = Buffer.from(box.address);
  const client = await authClient(world.dovecot);

  const answer = client.verify({ user, password: Buffer.alloc(20_000, 'a') });

  await expect(answer).rejects.toThrow(/closed|ECONNRESET/);

  const another = await authClient(world.dovecot);
  expect(await another.verify({ user, password: Buffer.from(phone.password) })).toMatchObject({ kind: 'ok' });
  another.close();
});
