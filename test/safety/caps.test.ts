import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { actor, alice, dana, sam } from '../support/people.ts';
import { readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const cap = 5;
const database = testDatabase();
const app = testApp(database, { env: { CHANGES_PER_MINUTE: String(cap), NOTIFY_OWNERS: 'false' } });

beforeAll(async () => {
  const labels = Array.from({ length: 8 }, (_, index) => `Phone ${index}`);
  await addAddress(database.db, 'alice@example.com', { devices: labels });
});

async function answerTo(user: string, words: string): Promise<string> {
  const person = app.person(user);
  const seen = person.messages(channel).length;
  await person.say(channel, `/devices ${words}`);
  // The fresh list that follows a password is another message.
  const answer = await person.waitFor(({ messages }) =>
    messages(channel)
      .slice(seen)
      .find((message) => /It is shown once|You were given/.test(readable(message))),
  );
  return readable(answer);
}

const warnings = async (user: string) =>
  (
    await database.sql('owner')`
      select entry::json ->> 'warning' as warning, entry::json ->> 'perMinute' as "perMinute"
      from audit_event where kind = 'warning' and actor = ${actor(user)}`
  ).map((row) => ({ ...row }));

it('gives one person five new passwords a minute, and warns once of all that are asked for beyond', async () => {
  for (let password = 1; password <= cap; password += 1) {
    expect(await answerTo(sam, `add alice@example.com "Printer ${password}"`)).toContain('It is shown once');
  }
  const devices = await database.sql('owner')`select count(*)::int as count from device`;
  for (let more = 0; more < 3; more += 1) {
    const answer = await answerTo(sam, `add alice@example.com "One more"`);
    expect(answer).toContain(`You were given ${cap} new passwords within a minute, which is the limit.`);
    expect(answer).toContain('Try again in a minute.');
  }

  expect(await database.sql('owner')`select count(*)::int as count from device`).toEqual(devices);
  expect(await warnings(sam)).toEqual([{ warning: 'too-many-passwords', perMinute: String(cap) }]);
  // The cap is each person's own.
  expect(await answerTo(alice, 'add alice@example.com "Of Alice"')).toContain('It is shown once');
});

it('never caps disconnecting, and warns once where one person disconnects more than that', async () => {
  const person = app.person(dana);
  for (let index = 0; index < 8; index += 1) {
    await person.say(channel, `/devices disconnect alice@example.com "Phone ${index}"`);
    const { ts } = await person.waitForMessage(`Disconnect Phone ${index} (`);
    await person.click({ ts, text: 'Disconnect the device' });
    await person.waitForMessage(`Disconnected Phone ${index} (`);
  }

  expect(await warnings(dana)).toEqual([{ warning: 'many-disconnects', perMinute: String(cap) }]);
});

it('tells of both in the audit channel', async () => {
  const post = await app
    .person(dana)
    .waitForMessage('asked for more than 5 new passwords', 'mail-audit', 60_000);
  expect(readable(post)).toContain('@U0SAM');
  expect(
    readable(await app.person(dana).waitForMessage('disconnected more than 5 devices', 'mail-audit', 60_000)),
  ).toContain('@U0DANA');
}, 130_000);
