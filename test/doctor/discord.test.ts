import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { translations } from '../../commands/parts/translations.ts';
import { Secret } from '../../src/core/secret.ts';
import { lookAtDiscord } from '../../src/doctor/discord.ts';
import { lackingPermissions } from '../../src/doctor/discord-permissions.ts';
import { discordCommand } from '../../src/platforms/discord/registration.ts';
import type { DiscordSandbox } from '../../src/sandbox/discord/sandbox.ts';
import { ids, sandbox, world } from '../platforms/discord/support.ts';
import { policyOf } from '../policy/policies.ts';
import { lines } from './findings.ts';
import { inFrontOf, type Interference } from './in-front.ts';

const policy = (guild: string = ids.guild, role: string = ids.helpdesk) =>
  policyOf(`discord_guilds: ["${guild}"]
groups:
  helpdesk: ["discord-role:${guild}/${role}"]
rules:
  - { who: helpdesk, may: [list], on: ["*@*"] }
`);

interface Changed {
  readonly token?: string;
  readonly auditChannel?: string;
  readonly apiUrl?: string;
}

async function look(discord: DiscordSandbox, changed: Changed = {}, rules = policy()) {
  const config = {
    token: new Secret(changed.token ?? world.app.token),
    auditChannel: changed.auditChannel ?? ids.audit,
    apiUrl: changed.apiUrl ?? discord.api,
  };
  return lines(await lookAtDiscord(config, rules));
}

describe('a look at Discord', () => {
  it('finds nothing where there is nothing, and asks for nothing but to read', async () => {
    const discord = await sandbox();

    expect(await look(discord)).toEqual([
      'ok discord token: Discord knows the bot as postern.',
      `ok discord server ${ids.guild}: The bot is on it (Example Mail).`,
      `ok discord audit channel: The bot may post in ${ids.audit}.`,
      'ok discord commands: Discord has /devices as it is.',
    ]);
    expect(discord.log.calls().every(({ route }) => route.startsWith('GET '))).toBe(true);
  });

  it.each<[string, Changed, RegExp]>([
    ['its token', { token: 'MTAw.revoked.token' }, /^wrong discord token: Discord refuses DISCORD_TOKEN/],
    ['a channel where it may not write', { auditChannel: ids.mute }, /^wrong .*lacks Send Messages in /],
    ['a channel that it does not see', { auditChannel: ids.secret }, /^wrong .*does not see/],
    ['no such channel', { auditChannel: ids.dana }, /^wrong .*There is no channel/],
    ['nobody there', { apiUrl: 'http://127.0.0.1:9/api' }, /^wrong discord token: .*\(ECONNREFUSED\)/],
  ])('says what to do about %s', async (_name, changed, line) => {
    const found = await look(await sandbox(), changed);

    expect(found).toContainEqual(expect.stringMatching(line));
    expect(found.join('\n')).not.toContain('token.');
  });

  const refused = { status: 400, body: { code: 50_035, message: 'hunter2' } };
  const noAnswer = /Discord gave no answer to it \(50035\)/;

  it.each<[string, NonNullable<Interference['instead']>, RegExp, number?]>([
    [
      'says that the audit channel is of no server',
      { path: `/channels/${ids.audit}`, body: { id: ids.audit, type: 1 } },
      /^wrong discord audit channel: \d+ is no channel of a server\. Put DISCORD_AUDIT_CHANNEL right\./,
    ],
    ['does not tell the channel', { path: `/channels/${ids.audit}`, ...refused }, noAnswer],
    [
      'tells the channel in other words',
      { path: `/channels/${ids.audit}`, body: [] },
      /\(unreadable_answer\)/,
    ],
    [
      'does not tell the server, for itself and for the channel',
      { path: `/guilds/${ids.guild}`, ...refused },
      noAnswer,
      2,
    ],
    ['does not tell what the bot may', { path: `/members/${ids.app}`, ...refused }, noAnswer],
    ['does not tell the commands', { path: `/applications/${ids.app}/commands`, ...refused }, noAnswer],
  ])('says so where Discord %s', async (_name, instead, line, times = 1) => {
    const discord = await sandbox();
    const found = await look(discord, { apiUrl: await inFrontOf(discord.api, { instead }) });

    const wrong = found.filter((one) => !one.startsWith('ok'));
    expect(wrong).toHaveLength(times);
    for (const one of wrong) expect(one).toMatch(line);
    expect(found.join('\n')).not.toContain('hunter2');
  });

  it('says what of the policy Discord does not know', async () => {
    const discord = await sandbox();

    expect(await look(discord, {}, policy(ids.otherGuild))).toContainEqual(
      expect.stringMatching(`^wrong discord server ${ids.otherGuild}: The bot is not on it`),
    );
    expect(await look(discord, {}, policy(ids.guild, ids.sam))).toContainEqual(
      expect.stringMatching(`^warning discord server .*It has no role discord-role:${ids.guild}/${ids.sam}`),
    );
  });

  it('says that the commands are others, or none; those of the one server do', async () => {
    const discord = await sandbox();
    const body = { ...discordCommand('devices', commands, translations) };
    discord.commands.set(null, [{ ...body, description: 'An older one' }]);
    expect((await look(discord)).at(-1)).toMatch(/^wrong discord commands: Discord has another \/devices/);

    discord.commands.set(null, []);
    expect((await look(discord)).at(-1)).toMatch(/^wrong discord commands: Discord has no \/devices/);

    const { contexts: _contexts, integration_types: _types, ...ofGuild } = body;
    discord.commands.set(ids.guild, [ofGuild]);
    expect((await look(discord)).at(-1)).toBe('ok discord commands: Discord has /devices as it is.');
  });
});

describe('permissions in a channel', () => {
  const both = (1n << 10n) | (1n << 11n);
  const send = 1n << 11n;
  const guild = (everyone: bigint, role = 0n, owner = '9') => ({
    id: '1',
    name: 'Example',
    owner_id: owner,
    roles: [
      { id: '1', permissions: everyone },
      { id: '2', permissions: role },
    ],
  });
  const overwrite = (id: string, allow: bigint, deny: bigint) => ({ id, allow, deny });
  const bot = '7';
  const member = { roles: ['2'] };

  it.each([
    ['those of everybody', guild(both), [], []],
    ['none', guild(0n), [], ['View Channel', 'Send Messages']],
    ['those of a role', guild(0n, both), [], []],
    ['an administrator', guild(0n, 1n << 3n), [overwrite('7', 0n, both)], []],
    ['the owner', guild(0n, 0n, '7'), [overwrite('1', 0n, both)], []],
    ['what everybody is denied here', guild(both), [overwrite('1', 0n, send)], ['Send Messages']],
    ['what a role is allowed again', guild(both), [overwrite('1', 0n, send), overwrite('2', send, 0n)], []],
    [
      'what the bot is denied',
      guild(both),
      [overwrite('2', send, 0n), overwrite('7', 0n, send)],
      ['Send Messages'],
    ],
    ['what another role is denied', guild(both), [overwrite('3', 0n, send)], []],
  ])('are worked out as Discord does: %s', (_name, server, overwrites, lacking) => {
    expect(lackingPermissions(bot, server, member, { id: '5', permission_overwrites: overwrites })).toEqual(
      lacking,
    );
  });
});
