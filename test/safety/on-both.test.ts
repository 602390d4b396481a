import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { type StartedApp, startApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { discordActor, discordEnvironment, onDiscord, startTestDiscord } from '../support/discord-app.ts';
import { actor, alice, dana, sam, testPolicy } from '../support/people.ts';
import { readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const { guild } = onDiscord;
/** Alice and Sam are one person each on both; Bob owns an address, and is on Discord alone. */
const policy = testPolicy
  .replace(
    `accounts: ["${actor(alice)}"]`,
    `accounts: ["${actor(alice)}", "${discordActor(onDiscord.alice)}"]`,
  )
  .replace(
    'groups:',
    `  - { name: Sam, accounts: ["${actor(sam)}", "${discordActor(onDiscord.sam)}"] }
  - { name: Bob, accounts: ["${discordActor(onDiscord.eve)}"], addresses: [bob@example.com] }
groups:
  everyday: ["${actor(sam)}"]`,
  )
  .replace('rules:', `rules:\n  - { who: everyday, may: [list], on: ["*@example.com"] }`)
  .concat(`discord_guilds: ["${guild}"]\n`);

const database = testDatabase();
let discord: DiscordSandbox;
let app: StartedApp;

beforeAll(async () => {
  discord = await startTestDiscord();
  app = await startApp(database.bot, { policy, env: discordEnvironment(discord) });
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone'] });
  await addAddress(database.db, 'bob@example.com');
}, 60_000);
afterAll(async () => {
  await app.stop();
  await discord.stop();
});

const post = (words: string) =>
  discord.person(onDiscord.dana).waitForMessage(words, onDiscord.auditChannel, 40_000);
const add = (label: string, address = 'alice@example.com') =>
  app.person(dana).say(channel, `/devices add ${address} "${label}"`);
const posting = 'POST /channels';
/** The audit channel of Discord alone, not its direct messages. */
const toAudit = { when: (_body: unknown, path: string) => path.includes(onDiscord.auditChannel) };

it('a change on one platform is posted to the audit channels of both', async () => {
  await add('Scanner');

  expect(readable(await app.person(dana).waitForMessage('Scanner', 'mail-audit', 15_000))).toContain(
    '@U0DANA',
  );
  expect((await post('Scanner')).text).toContain(actor(dana));
});

it('an audit channel of Discord that is held up by a rate limit holds up neither Slack’s nor anybody', async () => {
  discord.misbehave.rest(
    posting,
    { kind: 'rate-limited', scope: 'bucket', retryAfterSeconds: 2 },
    { times: 50, ...toAudit },
  );
  await othersGoOn('While it waits');
  discord.misbehave.behave();

  await post('While it waits');
}, 60_000);

it('one person of two accounts owns what the other account owns, and is in its groups', async () => {
  const onOther = discord.person(onDiscord.alice);
  await onOther.command(channel, 'devices list', {});
  await onOther.waitForMessage(/of \*\*alice@example\.com\*\*/, channel, 10_000);
  await discord.person(onDiscord.sam).command(channel, 'devices whoami', {});
  const who = await discord.person(onDiscord.sam).waitForMessage('In the policy you are', channel, 10_000);

  expect(who.text).toContain('Groups: everyday');
});

it('an owner is told on the platform that they are on, and not of what they did by another account', async () => {
  await add('For Bob', 'bob@example.com');
  const notice = await discord.person(onDiscord.eve).waitForMessage('For Bob', 'direct', 20_000);
  expect(notice.text).toContain('A device of yours was changed');
  await discord
    .person(onDiscord.alice)
    .command(channel, 'devices add', { address: 'alice@example.com', label: 'My own' });
  await post('My own');
  await add('Not my own');
  await app.person(alice).waitForMessage('Not my own', 'direct', 20_000);

  expect(app.person(alice).messages('direct').map(readable).join('\n')).not.toMatch(/added My own/);
});

// The last: what a person has to mend is tried again a minute later.
it('an audit channel of Discord that may not be seen any more holds up nobody, and Slack’s says so', async () => {
  discord.misbehave.rest(posting, { kind: 'refused', status: 403, code: 50_001 }, { times: 50, ...toAudit });
  await othersGoOn('While it is closed');

  await app.person(dana).waitForMessage('An audit channel needs you', 'mail-audit', 20_000);
});

async function othersGoOn(label: string): Promise<void> {
  await add(label);
  await app.person(dana).waitForMessage(label, 'mail-audit', 15_000);
  const person = discord.person(onDiscord.alice);
  await person.command(channel, 'devices list', { address: 'alice@example.com', match: label });
  await person.waitForMessage(`1 device of **alice@example.com** matching`, channel, 10_000);
  const seen = discord.person(onDiscord.dana).messages(onDiscord.auditChannel);
  expect(seen.map(({ text }) => text).join('\n')).not.toContain(label);
}
