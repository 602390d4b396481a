import { type Command, InvalidArgumentError } from 'commander';
import { commands } from '../../commands/index.ts';
import { translations } from '../../commands/parts/translations.ts';
import { UserError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import type { registerCommand } from '../platforms/discord/register.ts';
import { printResult, type ResultOptions, withJson } from './result.ts';

interface DiscordAccess {
  readonly token: Secret;
  readonly apiUrl: string;
}

interface RegisterOptions extends ResultOptions {
  readonly guild?: string;
  readonly dryRun?: true;
}

/**
 * `postern register discord`: tells Discord of `/devices`.
 *
 * @param access from the settings; undefined where they name no token
 */
export function addRegisterCommand(program: Command, access: () => Promise<DiscordAccess | undefined>): void {
  const register = program.command('register').description('Tell a platform of the commands');

  withJson(register.command('discord'))
    .description('Tell Discord of /devices, where what it has differs')
    .option('--guild <id>', 'in this server alone, at once: for trying it out', readGuild)
    .option('--dry-run', 'print what would be sent, and send nothing')
    .action(async (options: RegisterOptions) => {
      const { guild } = options;
      const { bodyFor, discordCommand } = await import('../platforms/discord/registration.ts');
      const body = discordCommand('devices', commands, translations);
      if (options.dryRun) {
        console.log(JSON.stringify(bodyFor(body, guild), null, 2));
        return;
      }
      const given = await access();
      if (!given) {
        const { ConfigError } = await import('../config.ts');
        throw new ConfigError('DISCORD_TOKEN is missing: it is explained in .env.example.');
      }
      const outcome = await registerAt(body, { ...given, guild });
      const where = guild === undefined ? 'in every server of the bot' : `in the server ${guild}`;
      const lines = [
        outcome === 'unchanged'
          ? `Discord has /devices as it is, ${where}.`
          : `Registered /devices ${where}.`,
        ...(outcome === 'created'
          ? [
              'Nobody sees it yet but administrators: open it under Server Settings, Integrations, to whom it is for.',
            ]
          : []),
      ];
      printResult({ lines, data: { outcome, guild: guild ?? null } }, options);
    });
}

/** discord.js takes most of a second to load: only for this command. */
const registerAt: typeof registerCommand = async (body, options) => {
  const discord = await import('../platforms/discord/register.ts');
  try {
    return await discord.registerCommand(body, options);
  } catch (error) {
    if (!(error instanceof discord.RegistrationError)) throw error;
    throw new UserError('try-again', error.message, { cause: error });
  }
};

function readGuild(typed: string): string {
  if (/^\d{17,20}$/.test(typed)) return typed;
  throw new InvalidArgumentError('An id of a server has 17 to 20 digits.');
}
