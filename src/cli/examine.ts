import { openDatabase } from '../../db/client.ts';
import { EmbeddedDatabaseError } from '../../db/embedded/error.ts';
import { type Config, ConfigError, isSandbox, loadConfig } from '../config.ts';
import { beginDatabase } from '../database.ts';
import { type Finding, ok, runChecks, warning, wrong } from '../doctor/check.ts';

/** Everything that the doctor looks at. */
export async function examine(): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [wrong('settings', error.message)];
  }
  if (isSandbox(config)) {
    return [
      warning(
        'settings',
        'Neither Slack nor Discord is set, so what starts is the sandbox, which needs nothing. .env.example explains the settings.',
      ),
    ];
  }
  const settings = ok(
    'settings',
    `Read, for ${[config.slack && 'Slack', config.discord && 'Discord'].filter(Boolean).join(' and ')}.`,
  );
  return [settings, ...(await withDatabase(config))];
}

/** The one that the settings name is left as it is; one of our own is started for the time of the look. */
async function withDatabase(config: Config): Promise<readonly Finding[]> {
  const starting = beginDatabase(config, () => {});
  try {
    const target = (await starting)?.bot ?? config.database?.url.reveal();
    if (target === undefined) throw new Error('There is neither a DATABASE_URL nor a database of our own');
    const { db, close } = openDatabase(target);
    try {
      // Loads what speaks with the platforms.
      const { assembleChecks } = await import('../doctor/checks.ts');
      return await runChecks(await assembleChecks(config, db));
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof EmbeddedDatabaseError) return [wrong('database', error.message)];
    throw error;
  } finally {
    await (await starting?.catch(() => undefined))?.stop();
  }
}
