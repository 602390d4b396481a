import { checkLogin, checkMigrations } from '../db/check.ts';
import { type DatabaseTarget, type OpenDatabase, openDatabase } from '../db/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '../db/embedded.ts';
import type { Config } from './config.ts';
import { migrateAs, openingFailure } from './database-setup.ts';

export interface Store extends OpenDatabase {
  /** For a connection beside the pool: the audit log takes longer to read than a statement of the pool may. */
  readonly bot: DatabaseTarget;
  /** Undefined where DATABASE_OWNER_URL was taken away. */
  readonly owner: DatabaseTarget | undefined;
}

/** Starts the database of our own, where the settings name no other. It is there when `openStore` has it. */
export function beginDatabase(
  { database, home }: Config,
  onProgress: (sentence: string) => void,
): Promise<EmbeddedDatabase> | undefined {
  if (database) return undefined;
  const starting = startEmbedded({ home, onProgress });
  // Whoever waits for it is told.
  starting.catch(() => {});
  return starting;
}

/**
 * Opens the database that the settings name, or the one of our own, with every migration applied.
 *
 * @throws {DatabaseSetupError}, {EmbeddedDatabaseError} with sentences for the person who started this;
 * {UserError} `try-again` where the database is away
 */
export async function openStore(
  { database, changesPerMinute }: Config,
  starting: Promise<EmbeddedDatabase> | undefined,
): Promise<Store> {
  const embedded = await starting;
  const bot = embedded?.bot ?? database?.url.reveal();
  const owner = embedded?.owner ?? database?.ownerUrl?.reveal();
  if (bot === undefined) throw new Error('There is neither a DATABASE_URL nor a database of our own');
  if (owner !== undefined) await migrateAs(owner);
  const opened = openDatabase(bot, { changesPerMinute });
  try {
    await checkMigrations(opened.db);
    await checkLogin(opened.db);
  } catch (error) {
    await opened.close();
    throw openingFailure(error, 'DATABASE_URL');
  }
  return { ...opened, bot, owner };
}
