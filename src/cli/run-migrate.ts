import { DatabaseSetupError } from '../../db/check.ts';
import { codeOf, isAway, isLost } from '../../db/failures.ts';
import { migrate } from '../../db/migrate.ts';
import { loadOwnerUrl } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { sentenceList } from '../core/text.ts';

/**
 * `postern migrate`.
 *
 * @throws {ConfigError}, {DatabaseSetupError}, {UserError} `try-again`
 */
export async function runMigrate(): Promise<void> {
  const applied = await migrateAs(loadOwnerUrl(process.env).reveal());
  console.log(
    applied.length === 0
      ? 'The database has every migration already. Nothing was changed.'
      : `Applied ${sentenceList(applied)}.`,
  );
}

async function migrateAs(owner: string): Promise<readonly string[]> {
  try {
    return await migrate(owner);
  } catch (error) {
    const code = codeOf(error)?.code;
    if (code === undefined) throw error;
    if (isAway(error) || isLost(error)) {
      throw new UserError(
        'try-again',
        `The database of DATABASE_OWNER_URL can’t be reached (${code}). No migration is half applied. Try again in a moment: it goes on with the first that is missing.`,
      );
    }
    throw new DatabaseSetupError(
      `The database did not take the migrations as DATABASE_OWNER_URL (${code}). Those before the one that failed are applied, each as a whole. Look at that login and its rights, and run it again.`,
    );
  }
}
