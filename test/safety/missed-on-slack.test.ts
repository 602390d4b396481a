import { afterEach, beforeAll, expect, it } from 'vitest';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { actor, alice, dana } from '../support/people.ts';
import { passwordIn, readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
// Before Postern starts, so that the owner has nothing to hear of it.
beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
  await addAddress(database.db, 'nobodys@example.com', { devices: ['Phone'] });
});
const app = testApp(database, { env: { CHANGES_PER_MINUTE: '1000' } });

afterEach(() => {
  app.slack.misbehave.behave();
});

/** Of everybody: nobody takes messages of the app. */
const closeDirectMessages = () =>
  app.slack.misbehave.api('conversations.open', { kind: 'error', error: 'cannot_dm_bot' }, { times: 1000 });

const seen = (user: string, words: string, where = channel) =>
  app
    .person(user)
    .messages(where)
    .filter((message) => readable(message).includes(words));

async function list(user: string, address: string, match: string): Promise<void> {
  const before = app.person(user).messages(channel).length;
  await app.person(user).say(channel, `/devices ${address} ${match}`);
  await app.person(user).waitFor(({ messages }) =>
    messages(channel)
      .slice(before)
      .find((message) => readable(message).includes(`1 device of ${address} matching`)),
  );
}

it('a password that could be shown nowhere, nor told of, is told of with the next command, exactly once', async () => {
  const person = app.person(dana);
  await person.say(channel, '/devices change-password nobodys@example.com Phone');
  const { ts } = await person.waitForMessage('Change the password of Phone (');
  // As where the response_url has ended, and the app was put out of the channel.
  app.slack.misbehave.api('response_url', { kind: 'status', status: 404 }, { times: 1000 });
  app.slack.misbehave.api('chat.postEphemeral', { kind: 'error', error: 'not_in_channel' }, { times: 1000 });
  closeDirectMessages();
  await person.click({ ts, text: 'Change password' });
  const untold = () => database.sql('owner')`
    select withdrawn_at is not null as withdrawn, last_error as code from delivery where told_at is null and not added`;
  await expect.poll(untold, { timeout: 20_000 }).toEqual([{ withdrawn: true, code: null }]);
  // Its command says that it could not be told: half a minute later the sweep tries, which nobody waits for.
  await database.sql('owner')`update delivery set lease_until = now() where told_at is null`;
  await expect.poll(untold, { timeout: 40_000 }).toEqual([{ withdrawn: true, code: 'cannot_dm_bot' }]);
  expect(seen(dana, 'It is shown once')).toEqual([]);

  app.slack.misbehave.behave();
  closeDirectMessages();
  await list(dana, 'nobodys@example.com', 'Phone');
  const told = await person.waitForMessage('The new password of Phone', channel, 20_000);
  expect(readable(told)).toContain('never reached you, so it is refused. Change it again.');
  expect(told.ephemeral).toBe(true);
  await expect.poll(untold, { timeout: 20_000 }).toEqual([]);
  await list(dana, 'nobodys@example.com', 'Phone');
  expect(seen(dana, 'The new password of Phone')).toHaveLength(1);
  expect(seen(dana, '', 'direct')).toEqual([]);

  await person.click({ ts: told.ts, text: 'Change the password again' });
  // The question takes its place.
  await person.waitFor(({ messages }) =>
    messages(channel).find(
      (message) => message.ts === told.ts && readable(message).includes('Change the password of Phone ('),
    ),
  );
  await person.click({ ts: told.ts, text: 'Change password' });
  const message = await person.waitForMessage('For Phone on nobodys@example.com', channel, 20_000);
  const [row] = await database.sql('owner')`
    select tag from device join address on address.id = address_id where address = 'nobodys@example.com'`;
  expect(passwordIn(message).slice(0, 4)).toBe(row?.['tag']);
}, 120_000);

it('an owner who takes no direct message hears of a change with their next command, exactly once', async () => {
  closeDirectMessages();
  await app.person(dana).say(channel, '/devices add alice@example.com Scanner');
  const missed = () => database.sql('owner')`select person from missed_notice`;
  await expect.poll(missed, { timeout: 20_000 }).toEqual([{ person: actor(alice) }]);

  await list(alice, 'alice@example.com', 'Phone');
  const notice = await app.person(alice).waitForMessage('A device of yours was changed', channel, 20_000);
  expect(readable(notice)).toContain('Scanner');
  await expect.poll(missed, { timeout: 20_000 }).toEqual([]);
  await list(alice, 'alice@example.com', 'Scanner');
  expect(seen(alice, 'A device of yours was changed')).toHaveLength(1);
  expect(seen(alice, '', 'direct')).toEqual([]);
}, 90_000);
