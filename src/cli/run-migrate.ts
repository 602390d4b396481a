import { loadOwnerUrl } from '../config.ts';
import { sentenceList } from '../core/text.ts';
import { migrateAs } from '../database-setup.ts';
import { printResult, type ResultOptions } from './result.ts';

/**
 * `postern migrate`.
 *
 * @throws {ConfigError}, {DatabaseSetupError}, {UserError} `try-again`
 */
export async function runMigrate(options: ResultOptions): Promise<void> {
  const applied = await migrateAs(loadOwnerUrl(process.env).reveal());
  const line =
    applied.length === 0
      ? 'The database has every migration already. Nothing was changed.'
      : `Applied ${sentenceList(applied)}.`;
  printResult({ lines: [line], data: { applied } }, options);
}
