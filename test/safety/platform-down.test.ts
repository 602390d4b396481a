import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { type StartedApp, startApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { discordActor, discordEnvironment, onDiscord, startTestDiscord } from '../support/discord-app.ts';
import { actor, dana, testPolicy } from '../support/people.ts';
import { readable } from '../support/seen.ts';

const channel = 'it-helpdesk';
const { guild } = onDiscord;
const address = 'alice@example.com';
/** Dana is one person on both. */
const policy = testPolicy
  .replace(
    `mail-admins: ["${actor(dana)}"]`,
    `mail-admins: ["${actor(dana)}", "${discordActor(onDiscord.dana)}"]`,
  )
  .concat(`discord_guilds: ["${guild}"]\n`);

// The pauses between tries are measured by this clock: an hour passes as the test says.
const realNow = performance.now.bind(performance);
const clock = { ahead: 0 };
vi.spyOn(performance, 'now').mockImplementation(() => realNow() + clock.ahead);

const database = testDatabase();
let discord: DiscordSandbox;
let app: StartedApp;

beforeAll(async () => {
  discord = await startTestDiscord();
  await addAddress(database.db, address);
  app = await startApp(database.bot, {
    policy,
    env: { ...discordEnvironment(discord), CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' },
  });
}, 60_000);
afterAll(async () => {
  await app.stop();
  await discord.stop();
  vi.restoreAllMocks();
});

interface Side {
  readonly goDown: () => void;
  readonly comeBack: () => void;
  /** Adds a device, and waits for its password. */
  readonly add: (label: string) => Promise<void>;
  /** Everything in the audit channel, oldest first. */
  readonly audit: () => string;
  readonly channel: string;
}

const often = { times: 5000 };
const slackSide: Side = {
  goDown() {
    app.slack.misbehave.api('any', { kind: 'reset' }, often);
    app.slack.misbehave.api('response_url', { kind: 'reset' }, often);
    app.slack.sockets.drop();
  },
  comeBack: () => app.slack.misbehave.behave(),
  async add(label) {
    const { problem } = await app.person(dana).say(channel, `/devices add ${address} "${label}"`);
    expect(problem).toBeNull();
    await app.person(dana).waitForMessage(`For ${label} on`, channel, 20_000);
  },
  audit: () => app.person(dana).messages('mail-audit').map(readable).join('\n'),
  channel: 'slack:C0AUDIT',
};
const discordSide: Side = {
  goDown() {
    discord.misbehave.rest('any', { kind: 'status', status: 503 }, often);
    discord.gateway.drop();
  },
  comeBack: () => discord.misbehave.behave(),
  async add(label) {
    const person = discord.person(onDiscord.dana);
    await person.command(channel, 'devices add', { address, label });
    await person.waitForMessage(new RegExp(`For \\*\\*${label}\\*\\*`), channel, 20_000);
  },
  audit: () =>
    discord
      .person(onDiscord.dana)
      .messages(onDiscord.auditChannel)
      .map(({ text }) => text)
      .join('\n'),
  channel: `discord:${onDiscord.auditChannel}`,
};

it.each([
  ['Slack', slackSide, discordSide],
  ['Discord', discordSide, slackSide],
])(
  '%s down for an hour holds up nobody on the other platform, and all of it is posted there, in order, once it is back',
  async (name, down, other) => {
    await down.add(`${name} before`);
    await vi.waitFor(() => expect(down.audit()).toContain(`${name} before`), { timeout: 30_000 });
    down.goDown();
    const labels: string[] = [];
    for (let minutes = 10; minutes <= 60; minutes += 10) {
      const label = `${name} after ${minutes}`;
      labels.push(label);
      await other.add(label);
      const tried = triesAt(down);
      clock.ahead += 10 * 60_000;
      await vi.waitFor(() => expect(triesAt(down)).toBeGreaterThan(tried), { timeout: 30_000 });
    }
    await vi.waitFor(() => expect(other.audit()).toContain(labels.at(-1)), { timeout: 30_000 });
    const alarm = new RegExp(`The audit channel .?${down.channel}.? takes no messages`);
    await vi.waitFor(() => expect(other.audit()).toMatch(alarm), { timeout: 30_000 });
    expect(labels.filter((label) => down.audit().includes(label))).toEqual([]);

    down.comeBack();
    // What was promised is 35 s.
    clock.ahead += 35_000;
    await vi.waitFor(() => expect(down.audit()).toContain(labels.at(-1)), { timeout: 30_000 });
    const places = labels.map((label) => down.audit().indexOf(label));
    expect(places).toEqual(places.toSorted((one, another) => one - another));
    expect(places).not.toContain(-1);
    await vi.waitFor(() => down.add(`${name} is back`), { timeout: 60_000, interval: 500 });
    expect(app.logged()).not.toContain('"fatal"');
  },
  240_000,
);

/** Messages that this audit channel did not take. */
function triesAt({ channel: id }: Side): number {
  return app
    .logged()
    .split('\n')
    .filter((line) => line.includes(`"channel":"${id}"`) && line.includes('"attempts"')).length;
}
