import { DatabaseSetupError } from '../../db/check.ts';
import type { DatabaseTarget } from '../../db/client.ts';
import { codeOf, explain } from '../../db/failures.ts';
import { settings } from '../settings.ts';
import { ConfigError } from '../config.ts';
import { loginProblem } from '../database-setup.ts';
import { withStore } from './session.ts';

/** Of an auditor, whose machine has no other setting of Postern. */
const auditorSettings = settings.pick({ DATABASE_URL: true });

/**
 * Works with whatever login DATABASE_URL has, `postern_auditor` too: only the bot's may be asked whether it is the bot's. Without
 * one, with the database of our own.
 */
export async function withChainLogin<T>(work: (target: DatabaseTarget) => Promise<T>): Promise<T> {
  const url = process.env['DATABASE_URL'];
  try {
    if (url === undefined || url === '') return await withStore(({ store }) => work(store.bot));
    if (!auditorSettings.safeParse({ DATABASE_URL: url }).success) {
      throw new ConfigError('DATABASE_URL is not a URL that starts with postgres://');
    }
    return await work(url);
  } catch (error) {
    throw rightsProblem(error) ?? loginProblem(error, 'DATABASE_URL') ?? explain(error);
  }
}

function rightsProblem(error: unknown): DatabaseSetupError | undefined {
  const sentence = rightsProblems.get(codeOf(error)?.code ?? '');
  return sentence === undefined ? undefined : new DatabaseSetupError(sentence);
}

const lacksMigrations = 'The database lacks migrations. Start Postern of this release on it once.';

/** By SQLSTATE. */
const rightsProblems: ReadonlyMap<string, string> = new Map([
  // No such table; no such column.
  ['42P01', lacksMigrations],
  ['42703', lacksMigrations],
  [
    '42501',
    'This login may not read the audit log. DATABASE_URL must sign in as postern_auditor, postern_bot or the owner.',
  ],
]);
