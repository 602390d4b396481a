import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { commonEnvironment, runPostern } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import {
  discordActor,
  discordEnvironment,
  discordPolicy,
  onDiscord,
  type StartedDiscordApp,
  startDiscordApp,
} from '../support/discord-app.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
let app: StartedDiscordApp;

beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
  await addAddress(database.db, 'nobodys@example.com', { devices: ['Phone'] });
});
beforeEach(async () => {
  app = await startDiscordApp(database.bot);
}, 60_000);
afterEach(() => app.stop());

it('an owner who takes no direct messages hears of a change with their next command, exactly once', async () => {
  const { discord, person } = app;
  const alice = person(onDiscord.alice);
  const list = async (match: string) => {
    await alice.command(channel, 'devices list', { address: 'alice@example.com', match });
    return alice.waitForMessage(`matching \`${match}\``, channel, 20_000);
  };
  discord.guilds.changePerson(onDiscord.alice, { takesDirectMessages: false });
  await person(onDiscord.dana).command(channel, 'devices add', {
    address: 'alice@example.com',
    label: 'Scanner',
  });
  await expect
    .poll(() => database.sql('owner')`select 1 as missed from missed_notice`, { timeout: 20_000 })
    .toEqual([{ missed: 1 }]);

  await list('Phone');
  const notice = await alice.waitForMessage('A device of yours was changed', channel, 20_000);
  expect(notice.text).toContain('Scanner');
  await expect
    .poll(() => database.sql('owner')`select 1 as missed from missed_notice`, { timeout: 20_000 })
    .toEqual([]);

  await list('Scanner');
  await app.postern.stop();
  const notices = alice
    .messages(channel)
    .filter(({ text }) => text.includes('A device of yours was changed'));
  expect(notices).toHaveLength(1);
  expect(alice.messages('direct')).toEqual([]);
}, 90_000);

it('a password that could be shown nowhere, nor told of, is told of with the next command, exactly once', async () => {
  const { discord } = app;
  const dana = app.person(onDiscord.dana);
  const address = 'nobodys@example.com';
  discord.guilds.changePerson(onDiscord.dana, { takesDirectMessages: false });
  await dana.command(channel, 'devices change-password', { address, device: 'Phone' });
  const { id } = await dana.waitForMessage('Change the password of', channel, 20_000);
  discord.misbehave.rest('/webhooks/', { kind: 'refused', status: 404, code: 10_015 }, { times: 1000 });
  await dana.click({ message: id, label: 'Change password' });
  const untold = () => database.sql('owner')`
    select withdrawn_at is not null as withdrawn, last_error as code from delivery
    where told_at is null and issued_to = ${discordActor(onDiscord.dana)} and delivered_at is null`;
  await expect.poll(untold, { timeout: 20_000 }).toEqual([{ withdrawn: true, code: null }]);
  // The sweep tries half a minute later, and in a process that starts at once: nobody waits for either.
  await database.sql('owner')`update delivery set lease_until = now() where told_at is null`;
  const second = await runPostern(
    { ...commonEnvironment(database.bot), ...discordEnvironment(discord) },
    discordPolicy,
  );
  await expect.poll(untold, { timeout: 20_000 }).toEqual([{ withdrawn: true, code: '50007' }]);
  await second.stop();
  discord.misbehave.behave();

  const told = () => dana.messages(channel).filter(({ text }) => text.includes('never reached you'));
  const list = async () => {
    const before = dana.messages(channel).length;
    await dana.command(channel, 'devices list', { address, match: 'Phone' });
    await dana.waitFor(
      ({ messages }) =>
        messages(channel).findIndex(({ text }, index) => index >= before && text.includes('matching')) + 1,
    );
  };
  expect(told()).toEqual([]);
  await list();
  const notice = await dana.waitForMessage('never reached you', channel, 20_000);
  expect(notice).toMatchObject({ ephemeral: true });
  expect(notice.text).toContain('so it is refused. Change it again.');
  // The list was the first answer itself, and what was missed follows it.
  const [listed] = discord.log.deliveries().slice(-1);
  expect(listed).toMatchObject({ kind: 'command', answer: 4 });
  expect(
    dana
      .messages(channel)
      .slice(-2)
      .map(({ text }) => /matching|never reached you/.exec(text)?.[0]),
  ).toEqual(['matching', 'never reached you']);
  await expect.poll(untold, { timeout: 20_000 }).toEqual([]);

  await list();
  await app.postern.stop();
  expect(told()).toHaveLength(1);
  expect(dana.messages('direct')).toEqual([]);
  expect(
    dana
      .messages(channel)
      .map(({ text }) => text)
      .join(),
  ).not.toContain('It is shown once');
}, 90_000);
