import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeenMessage } from '../../src/sandbox/discord/driver.ts';
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
let name: string;
let files = 0;

beforeEach(async () => {
  app = await startDiscordApp(database.bot, {
    env: { CHANGES_PER_MINUTE: '1000' },
    discord: { tokenLifetime: 900_000 },
  });
  files += 1;
  name = `mail${files}@example.com`;
  await addAddress(database.db, name, { devices: ['Phone'], generic: true });
});
afterEach(async () => {
  await app.stop();
});

const dana = () => app.person(onDiscord.dana);
const listed = async (user: string = onDiscord.dana) => {
  await app.person(user).command(channel, 'devices list', { address: name });
  return app.person(user).waitForMessage('1 device and the generic password', channel, 10_000);
};
const question = async () => {
  await dana().command(channel, 'devices change-password', { address: name, device: 'Phone' });
  return dana().waitForMessage(/Change the password of/, channel, 10_000);
};
const changes = async () => {
  const [row] = await database.sql('owner')`
    select count(*)::int as changes from audit_event
    where kind not in ('refused', 'warning') and entry::json->>'address' = ${name}`;
  return Number(row?.['changes']);
};
const customId = (message: SeenMessage, label: string) => {
  const button = message.buttons.find((one) => one.label === label);
  if (!button) throw new Error(`No button ${label}`);
  return button.customId;
};
const passwords = () =>
  dana()
    .messages(channel)
    .filter(({ text }) => text.includes('It is shown once') && text.includes(name));

describe('a change of password on Discord', () => {
  it('has one effect and one password, where two processes are on one token and all comes twice', async () => {
    const second = await runPostern(
      { ...commonEnvironment(database.bot), ...discordEnvironment(app.discord) },
      discordPolicy,
    );
    try {
      const { id } = await question();
      const before = await changes();
      app.discord.misbehave.deliveries({ copies: 2 });
      await dana().click({ message: id, label: 'Change password' });
      await dana().waitForMessage(/The password of \*\*Phone\*\* on .* was changed/, channel, 10_000);
      app.discord.misbehave.behave();

      expect(await changes()).toBe(before + 1);
      expect(passwords()).toHaveLength(1);
    } finally {
      await second.stop();
    }
  });

  it.each(['reset', 'lost-answer'] as const)(
    'is done once and shown once where the first answer meets a %s',
    async (kind) => {
      const { id } = await question();
      const before = await changes();
      app.discord.misbehave.rest('callback', { kind });
      await dana().click({ message: id, label: 'Change password' });
      await dana().waitForMessage(/The password of \*\*Phone\*\* on .* was changed/, channel, 10_000);

      expect(await changes()).toBe(before + 1);
      expect(passwords()).toHaveLength(1);
    },
  );

  it('that nobody could be shown is refused, and told in a direct message', async () => {
    const { id } = await question();
    app.discord.misbehave.rest(
      'POST /webhooks',
      { kind: 'refused', status: 404, code: 10_015 },
      { times: 4 },
    );
    await dana().click({ message: id, label: 'Change password' });
    const told = await dana().waitForMessage('could not be shown to you', 'direct', 10_000);

    expect(told.text).toContain('type /devices on the server');
    expect(passwords()).toEqual([]);
    const [row] = await database.sql('owner')`
      select delivered_at, withdrawn_at from delivery join device on device.id = device_id
      join address on address.id = device.address_id where address = ${name} order by issued_at desc limit 1`;
    expect(row?.['delivered_at']).toBeNull();
    expect(row?.['withdrawn_at']).not.toBeNull();
  });
});

describe('a click on Discord', () => {
  it('is refused to who had the role when they opened the list, and has it no longer', async () => {
    const { id } = await listed(onDiscord.sam);
    const before = await changes();
    app.discord.guilds.changeMember(onDiscord.guild, onDiscord.sam, { roles: [] });
    await app.person(onDiscord.sam).click({ message: id, row: 'Phone', label: 'Disconnect the device' });
    const answer = await app.person(onDiscord.sam).waitForMessage('You need the permission', channel, 10_000);

    expect(answer.text).toContain('disconnect');
    expect(await changes()).toBe(before);
  });

  it('that is forged on a disabled button is answered with the reason', async () => {
    const list = await listed();
    const before = await changes();
    const disabled = list.buttons.find((button) => button.disabled);
    await dana().forge(list.id, { customId: disabled?.customId ?? '' });
    await dana().waitForMessage('The generic password can’t be changed', channel, 10_000);

    expect(await changes()).toBe(before);
  });

  it('that is forged on another’s list, or on a button that was never there, is refused and audited', async () => {
    const list = await listed();
    const before = await changes();
    const [row] = await database.sql('owner')`select id::text from address where address = ${name}`;
    const forged = [
      [onDiscord.eve, customId(list, 'Disconnect the device')],
      [onDiscord.sam, `1:disconnect-all.ask:${String(row?.['id'])}`],
    ] as const;
    for (const [user, id] of forged) {
      await app.person(user).forge(list.id, { customId: id });
      await app.person(user).waitForMessage('You need the permission', channel, 10_000);
    }
    const refusals = await database.sql('owner')`
      select entry::json->>'by' as by, entry::json->>'permission' as permission from audit_event
      where kind = 'refused' and entry::json->>'address' = ${name} order by number`;

    expect(await changes()).toBe(before);
    expect([...refusals]).toEqual([
      { by: discordActor(onDiscord.eve), permission: 'disconnect' },
      { by: discordActor(onDiscord.sam), permission: 'disconnect-all' },
    ]);
  });

  it('that nobody made is answered with a sentence', async () => {
    const list = await listed();
    await dana().forge(list.id, { customId: 'vote_yes' });

    expect((await dana().waitForMessage(/button/i, channel, 10_000)).text).toMatch(/older|not made|again/);
  });
});

it('a click after the token of the list has ended is answered, by a token of its own', async () => {
  await app.stop();
  app = await startDiscordApp(database.bot, { discord: { tokenLifetime: 1500 } });
  const { id } = await listed();
  await sleep(1700);
  await dana().click({ message: id, row: 'Phone', label: 'Disconnect the device' });

  await dana().waitForMessage('its password stops working for good', channel, 10_000);
});

it('autocomplete names to somebody only the addresses that they may see', async () => {
  const typing = (user: string) =>
    app.person(user).autocomplete(channel, 'devices list', { address: 'mail' }, 'address');

  expect((await typing(onDiscord.sam)).map(({ value }) => value)).toContain(name);
  expect(await typing(onDiscord.eve)).toEqual([]);
});
