import type { Command } from 'commander';
import { type ResultOptions, withJson } from './result.ts';

/** `postern serve`, `postern sandbox` and `postern migrate`: what runs Postern itself. */
export function addServerCommands(program: Command): void {
  program
    .command('serve')
    .description('Start Postern, for the platforms that are set')
    .action(async () => {
      const { ConfigError, isSandbox, loadConfig } = await import('../config.ts');
      const { runServer } = await import('./run-server.ts');
      await runServer({
        settings() {
          const config = loadConfig(process.env);
          if (!isSandbox(config)) return config;
          throw new ConfigError(
            'Neither SLACK_BOT_TOKEN nor DISCORD_TOKEN is set, so there is nobody to serve. Each setting is explained in .env.example. To try Postern: postern sandbox',
          );
        },
        needsDovecot: false,
      });
    });

  program
    .command('sandbox')
    .description('Start the sandbox: a Slack and a Discord of our own, with a page to try Postern on')
    .option('--dovecot', 'with Dovecot as its mail server, or not at all')
    .action(async ({ dovecot = false }: { readonly dovecot?: boolean }) => {
      const { loadSandboxConfig } = await import('../config.ts');
      const { runServer } = await import('./run-server.ts');
      await runServer({ settings: () => loadSandboxConfig(process.env), needsDovecot: dovecot });
    });

  withJson(program.command('migrate'))
    .description('Bring the database to what this release needs, as DATABASE_OWNER_URL')
    .action(async (options: ResultOptions) => {
      const { runMigrate } = await import('./run-migrate.ts');
      await runMigrate(options);
    });
}
