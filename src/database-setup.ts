import { DatabaseSetupError } from '../db/check.ts';
import { codeOf, explain, isAway, isLost, unreachable } from '../db/failures.ts';
import type { DatabaseTarget } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { UserError } from './core/errors.ts';

/** Where a login to the database comes from. */
export type LoginSetting = 'DATABASE_URL' | 'DATABASE_OWNER_URL';

/** By SQLSTATE: what the server says before anything can be asked, and somebody has to put right. */
const refusals: ReadonlyMap<string, (setting: LoginSetting) => string> = new Map([
  ['28P01', (setting) => `The database refuses the login of ${setting}: look at its password.`],
  [
    '28000',
    (setting) =>
      `The database refuses the login of ${setting}: look at its user name, and at pg_hba.conf of the server.`,
  ],
  ['3D000', (setting) => `The server of ${setting} has no such database: look at its name.`],
]);

/** Undefined where the login is not what is wrong. */
export function loginProblem(error: unknown, setting: LoginSetting): DatabaseSetupError | undefined {
  const sentence = refusals.get(codeOf(error)?.code ?? '');
  return sentence && new DatabaseSetupError(sentence(setting));
}

/**
 * What kept the first statement of a program from being done. Nothing was begun, so nothing can have been changed.
 *
 * @returns {DatabaseSetupError} for whoever set it up, {UserError} `try-again` where the database is away, or a defect
 */
export function openingFailure(error: unknown, setting: LoginSetting): Error {
  return loginProblem(error, setting) ?? (isLost(error) ? unreachable() : explain(error));
}

/**
 * Applies the migrations that are missing. @returns their names
 *
 * @param owner of DATABASE_OWNER_URL, or of the database of our own
 * @throws {DatabaseSetupError}, {UserError} `try-again`
 */
export async function migrateAs(owner: DatabaseTarget): Promise<readonly string[]> {
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
    throw (
      loginProblem(error, 'DATABASE_OWNER_URL') ??
      new DatabaseSetupError(
        `The database did not take the migrations as DATABASE_OWNER_URL (${code}). Those before the one that failed are applied, each as a whole. Look at that login and its rights, and run it again.`,
      )
    );
  }
}
