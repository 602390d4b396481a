import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { addRegisterCommand } from '../src/cli/register.ts';
import { ConfigError } from '../src/config.ts';
import { UserError } from '../src/core/errors.ts';
import { Secret } from '../src/core/secret.ts';
import { ids, sandbox, world } from './platforms/discord/support.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** What the command line writes. */
async function postern(
  words: readonly string[],
  access?: { readonly token: Secret; readonly apiUrl: string },
): Promise<string> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addRegisterCommand(program, async () => access);
  await program.parseAsync(words, { from: 'user' });
  return lines.join('\n');
}

describe('postern register discord', () => {
  it('prints what it would send, and needs no token for it', async () => {
    const printed: unknown = JSON.parse(await postern(['register', 'discord', '--dry-run']));

    expect(printed).toMatchObject({ name: 'devices', default_member_permissions: '0' });
  });

  it.each([
    ['every server', [], null, true],
    ['one server', ['--guild', ids.guild], ids.guild, false],
  ])('prints for %s the very body that it then sends', async (_where, words, guild, saysWhere) => {
    const discord = await sandbox();
    discord.commands.set(null, []);
    const access = { token: new Secret(world.app.token), apiUrl: discord.api };
    const printed: unknown = JSON.parse(await postern(['register', 'discord', '--dry-run', ...words]));
    vi.restoreAllMocks();
    await postern(['register', 'discord', ...words], access);
    const sent = discord.log.calls().filter(({ route }) => route.startsWith('POST'));

    expect(sent.map(({ body }) => body)).toEqual([printed]);
    expect(discord.commands.list(guild)).toHaveLength(1);
    for (const key of ['contexts', 'integration_types']) {
      if (saysWhere) expect(printed).toHaveProperty(key);
      else expect(printed).not.toHaveProperty(key);
    }
  });

  it('tells Discord, and says what to do next', async () => {
    const discord = await sandbox();
    const access = { token: new Secret(world.app.token), apiUrl: discord.api };

    expect(await postern(['register', 'discord'], access)).toBe(
      'Discord has /devices as it is, in every server of the bot.',
    );
    expect(await postern(['register', 'discord', '--guild', ids.guild], access)).toContain('Server Settings');
    expect(discord.commands.list(ids.guild)).toHaveLength(1);
  });

  it('says in a sentence what is wrong', async () => {
    const discord = await sandbox();
    const access = { token: new Secret('MTAw.wrong.token'), apiUrl: discord.api };

    await expect(postern(['register', 'discord'])).rejects.toBeInstanceOf(ConfigError);
    await expect(postern(['register', 'discord'], access)).rejects.toBeInstanceOf(UserError);
    await expect(postern(['register', 'discord', '--guild', 'x'], access)).rejects.toThrow('17 to 20 digits');
  });
});
