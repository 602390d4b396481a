import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type StartedApp, startApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana } from '../support/people.ts';
import { passwordIn, readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const hour = 3_600_000;
const realNow = Date.now;
/** How wrong the clock of this machine is. That of the database is right. */
const clock = { wrong: 0 };
vi.spyOn(Date, 'now').mockImplementation(() => realNow() + clock.wrong);

const database = testDatabase();
let app: StartedApp;

beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
  app = await startApp(database.bot, { env: { CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' } });
}, 60_000);
afterAll(async () => {
  await app.stop();
  vi.restoreAllMocks();
});

/** The clock jumps between the question and the click. */
it.each([
  ['an hour ahead', hour],
  ['an hour back', -hour],
  ['right again', 0],
])(
  'a clock that is suddenly %s changes nothing about a new password',
  async (_name, wrong) => {
    const person = app.person(dana);
    const before = person.messages(channel).length;
    await person.say(channel, '/devices change-password alice@example.com Phone');
    const { ts } = await person.waitFor(({ messages }) =>
      messages(channel)
        .slice(before)
        .find((message) => readable(message).includes('Change the password of Phone (')),
    );
    const seen = person.messages(channel).length;
    clock.wrong = wrong;
    // Sockets look at the clock too, and may be opened again.
    await expect
      .poll(async () => (await person.click({ ts, text: 'Change password' })).problem, { timeout: 20_000 })
      .toBeNull();
    const message = await person.waitFor(
      ({ messages }) =>
        messages(channel)
          .slice(seen)
          .find((one) => readable(one).includes('It is shown once')),
      20_000,
    );
    const tag = passwordIn(message).slice(0, 4);
    await expect
      .poll(
        () => database.sql('owner')`
        select delivered_at - issued_at between interval '0' and interval '2 minutes' as delivered,
          (select password like '{BLF-CRYPT}%' from sign_in('alice@example.com', 'imap', ${tag})) as live,
          (select abs(extract(epoch from clock_timestamp() - max(at))) < 120 from audit_event) as dated
        from delivery where tag = ${tag}`,
        { timeout: 20_000 },
      )
      .toEqual([{ delivered: true, live: true, dated: true }]);
    await person.waitForMessage(tag, 'mail-audit', 30_000);
  },
  90_000,
);
