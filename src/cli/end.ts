import { CommanderError } from 'commander';
import { DatabaseSetupError } from '../../db/check.ts';
import { EmbeddedDatabaseError } from '../../db/embedded/error.ts';
import { ConfigError } from '../config.ts';
import { UserError } from '../core/errors.ts';
import { createLog } from '../log.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../platforms/terminal/run.ts';

/** Says what ended the command, in a sentence where there is one, and gives the exit code. */
export function endWith(error: unknown): ExitCode {
  if (error instanceof CommanderError) {
    // It has said so itself; 0 is that of --help.
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (error instanceof UserError) {
    console.error(error.message);
    return exitCodeOf(error.code);
  }
  const known = [ConfigError, DatabaseSetupError, EmbeddedDatabaseError];
  if (known.some((kind) => error instanceof kind) && error instanceof Error) {
    console.error(error.message);
    return exitCodes.notDone;
  }
  createLog('error', process.stderr).error({ err: error }, 'failed');
  return exitCodes.defect;
}
