import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { onDiscord, type StartedDiscordApp, startDiscordApp } from '../support/discord-app.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
let app: StartedDiscordApp;

beforeAll(async () => {
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
  app = await startDiscordApp(database.bot);
}, 60_000);
afterAll(() => app.stop());

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
