import { describe, expect, it } from 'vitest';
import { commands } from '../../../commands/index.ts';
import { translations } from '../../../commands/parts/translations.ts';
import { Secret } from '../../../src/core/secret.ts';
import { registerCommand } from '../../../src/platforms/discord/register.ts';
import { discordCommand } from '../../../src/platforms/discord/registration.ts';
import { ids, refusals, sandbox, world } from './support.ts';

const body = discordCommand('devices', commands, translations);

/** A Discord that knows no command yet. */
async function emptyDiscord(token = world.app.token) {
  const discord = await sandbox();
  discord.commands.set(null, []);
  const register = (wanted = body, guild?: string) =>
    registerCommand(wanted, { token: new Secret(token), apiUrl: discord.api, guild });
  const written = () =>
    discord.log
      .calls()
      .map(({ route }) => route)
      .filter((route) => !route.startsWith('GET'));
  return { discord, register, written };
}

describe.each([
  ['everywhere', undefined],
  ['in one server', ids.guild],
])('registering %s', (_name, guild) => {
  it('sends what Discord does not have, once', async () => {
    const { discord, register, written } = await emptyDiscord();

    expect(await register(body, guild)).toBe('created');
    expect(await register(body, guild)).toBe('unchanged');
    expect(written()).toHaveLength(1);
    expect(discord.commands.list(guild ?? null)).toHaveLength(1);
    expect(refusals(discord)).toEqual([]);
  });

  it.each<[what: string, change: Partial<typeof body>]>([
    ['a description', { description: 'Another' }],
    ['a translation', { name_localizations: { ...body.name_localizations, fr: 'autre' } }],
    ['a command less', { options: body.options?.slice(1) ?? [] }],
    ['no options', { options: [] }],
  ])('sends %s that differs', async (_what, change) => {
    const { register, written } = await emptyDiscord();
    await register({ ...body, ...change }, guild);

    expect(await register(body, guild)).toBe('changed');
    expect(await register({ ...body, ...change }, guild)).toBe('changed');
    expect(await register({ ...body, ...change }, guild)).toBe('unchanged');
    expect(written()).toHaveLength(3);
  });

  it('leaves other commands of the app alone', async () => {
    const { discord, register } = await emptyDiscord();
    discord.commands.set(guild ?? null, [{ name: 'other', description: 'Other', type: 1 }]);
    await register(body, guild);

    expect(discord.commands.list(guild ?? null).map(({ name }) => name)).toEqual(['other', 'devices']);
  });
});

it('says what to do where Discord refuses the token', async () => {
  const { register } = await emptyDiscord('MTAw.wrong.token');

  await expect(register()).rejects.toThrow('Discord refuses DISCORD_TOKEN (401)');
});

it('says what to do where the bot is not in the server', async () => {
  const { register, discord } = await emptyDiscord();
  discord.misbehave.rest('GET /applications/{application_id}/guilds', {
    kind: 'refused',
    status: 403,
    code: 50_001,
  });

  await expect(register(body, ids.otherGuild)).rejects.toThrow('Invite the bot');
});
