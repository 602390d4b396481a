import { beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { alice, dana, eve, sam } from '../support/people.ts';
import { readable } from '../support/seen.ts';

const database = testDatabase();
const app = testApp(database);

beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['iPhone', 'Outlook', 'Printer', 'Tablet'] });
});

it('posts each change to the audit channel: who, what, which device, address, number and start of the hash', async () => {
  await app.person(sam).say('it-helpdesk', '/devices edit alice@example.com iPhone "Alice’s iPhone"');
  const post = await app.person(dana).waitForMessage('edited', 'mail-audit', 10_000);

  expect(post.ephemeral).toBe(false);
  expect(readable(post)).toMatch(/@U0SAM edited Alice’s iPhone \([a-z2-9]{4}\) on alice@example\.com/);
  expect(readable(post)).toMatch(/#\d+ · [0-9a-f]{8}/);
});

it('posts a disconnect of all as one message, with a count and names', async () => {
  const person = app.person(dana);
  await person.say('it-helpdesk', '/devices disconnect-all alice@example.com');
  await person.waitForMessage('4 devices will be disconnected');
  await person.click({ text: 'Disconnect 4 devices' });
  const post = await person.waitForMessage('disconnected 4 devices', 'mail-audit', 10_000);

  expect(readable(post)).toMatch(/Alice’s iPhone.*Outlook.*Printer.* and 1 more/);
});

it('tells the owner in a direct message what somebody else did, and not what they did themselves', async () => {
  await app.person(dana).say('it-helpdesk', '/devices add alice@example.com Scanner');
  const notice = await app.person(alice).waitForMessage('Scanner', 'direct', 10_000);
  expect(readable(notice)).toContain('@U0DANA');
  await app.person(alice).say('it-helpdesk', '/devices add alice@example.com "My own"');
  await app.person(dana).waitForMessage('My own', 'mail-audit', 10_000);

  expect(app.person(alice).messages('direct').map(readable).join('\n')).not.toContain('My own');
});

it('posts one line for refusals', async () => {
  await app.person(eve).say('it-helpdesk', '/devices alice@example.com');
  const refusal = await app.person(eve).waitForMessage('You need the permission list on alice@example.com');
  expect(readable(refusal)).toContain('Ask');
  await app.person(eve).say('it-helpdesk', '/devices nobody@example.com');

  const post = await app.person(dana).waitForMessage(/refus/i, 'mail-audit', 10_000);
  expect(readable(post)).toContain('@U0EVE');
});
