import { commands } from '../commands/index.ts';
import { translations } from '../commands/parts/translations.ts';
import type { DiscordConfig } from './config.ts';
import { Secret } from './core/secret.ts';
import { registerCommand } from './platforms/discord/register.ts';
import { discordCommand } from './platforms/discord/registration.ts';
import { startDiscord } from './sandbox/discord/index.ts';
import type { DiscordSandbox } from './sandbox/discord/sandbox.ts';
import { sampleGuild } from './sandbox/sample-guild.ts';

export interface SandboxDiscord {
  readonly config: DiscordConfig;
  readonly double: DiscordSandbox;
}

/** Starts a Discord of our own, and tells it of the commands as `postern register discord` tells the real one. */
export async function startSandboxDiscord(): Promise<SandboxDiscord> {
  const { auditChannel, ...guild } = sampleGuild;
  const double = await startDiscord({ ...guild, keep: 300 });
  const access = { token: new Secret(guild.app.token), apiUrl: double.api };
  await registerCommand(discordCommand('devices', commands, translations), { ...access, guild: undefined });
  return { config: { ...access, auditChannel }, double };
}
