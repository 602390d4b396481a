import type { Command } from 'commander';
import { DatabaseSetupError } from '../../db/check.ts';
import { codeOf } from '../../db/failures.ts';
import { migrate } from '../../db/migrate.ts';
import { ConfigError, isSandbox, loadConfig, loadOwnerUrl, loadSandboxConfig } from '../config.ts';
import { sentenceList } from '../core/text.ts';

/** `postern serve`, `postern sandbox` and `postern migrate`: what runs Postern itself. */
export function addServerCommands(program: Command): void {
  program
    .command('serve')
    .description('Start Postern, for the platforms that are set')
    .action(() =>
      run(() => {
        const config = loadConfig(process.env);
        if (!isSandbox(config)) return config;
        throw new ConfigError(
          'Neither SLACK_BOT_TOKEN nor DISCORD_TOKEN is set, so there is nobody to serve. Each setting is explained in .env.example. To try Postern: npm run postern -- sandbox',
        );
      }, false),
    );

  program
    .command('sandbox')
    .description('Start the sandbox: a Slack and a Discord of our own, with a page to try Postern on')
    .option('--dovecot', 'with Dovecot as its mail server, or not at all')
    .action(({ dovecot = false }: { readonly dovecot?: boolean }) =>
      run(() => loadSandboxConfig(process.env), dovecot),
    );

  program
    .command('migrate')
    .description('Bring the database to what this release needs, as DATABASE_OWNER_URL')
    .action(async () => {
      const applied = await migrateAs(loadOwnerUrl(process.env).reveal());
      console.log(
        applied.length === 0
          ? 'The database has every migration already. Nothing was changed.'
          : `Applied ${sentenceList(applied)}.`,
      );
    });
}

/** Loaded where it is needed: it is most of Postern. */
async function run(settings: () => ReturnType<typeof loadConfig>, needsDovecot: boolean): Promise<void> {
  const { runServer } = await import('./run-server.ts');
  await runServer({ settings, needsDovecot });
}

async function migrateAs(owner: string): Promise<readonly string[]> {
  try {
    return await migrate(owner);
  } catch (error) {
    const code = codeOf(error)?.code;
    if (code === undefined) throw error;
    throw new DatabaseSetupError(
      `The database did not take the migrations as DATABASE_OWNER_URL (${code}). Those before the one that failed are applied, each as a whole. Look at that login and its rights, and run it again.`,
    );
  }
}
