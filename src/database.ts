import { checkLogin, checkMigrations } from '../db/check.ts';
import { type Database, type DatabaseTarget, openDatabase } from '../db/client.ts';
import { startEmbedded } from '../db/embedded.ts';
import { migrate } from '../db/migrate.ts';
import type { Config } from './config.ts';

export interface Store {
  readonly db: Database;
  /** Undefined where only the bot's login was given. */
  readonly owner: DatabaseTarget | undefined;
  close(): Promise<void>;
}

/**
 * Opens the database that the settings name, or one of our own, with every migration applied.
 *
 * @throws {DatabaseSetupError}, {EmbeddedDatabaseError} with sentences for the person who started this
 */
export async function openStore(config: Config, onProgress: (sentence: string) => void): Promise<Store> {
  const { database, changesPerMinute } = config;
  if (database) {
    const owner = database.ownerUrl?.reveal();
    if (owner !== undefined) await migrate(owner);
    return opened(database.url.reveal(), owner, async () => {});
  }
  const embedded = await startEmbedded({ home: config.home, onProgress });
  try {
    await migrate(embedded.owner);
    return await opened(embedded.bot, embedded.owner, () => embedded.stop());
  } catch (error) {
    await embedded.stop();
    throw error;
  }

  async function opened(
    bot: DatabaseTarget,
    owner: DatabaseTarget | undefined,
    stop: () => Promise<void>,
  ): Promise<Store> {
    const { db, close } = openDatabase(bot, { changesPerMinute });
    try {
      await checkMigrations(db);
      await checkLogin(db);
    } catch (error) {
      await close();
      throw error;
    }
    return {
      db,
      owner,
      async close() {
        await close();
        await stop();
      },
    };
  }
}
