import { CommanderError } from 'commander';
import { UserError } from '../core/errors.ts';
import { type ExitCode, exitCodeOf, exitCodes } from '../platforms/terminal/run.ts';

/**
 * Says what ended the command, in a sentence where there is one, and gives the exit code.
 *
 * @param defect what the log says of anything else
 */
export async function endWith(thrown: unknown, defect = 'failed'): Promise<ExitCode> {
  if (thrown instanceof CommanderError) {
    // It has said so itself; 0 is that of --help.
    return thrown.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (thrown instanceof UserError) {
    console.error(thrown.message);
    return exitCodeOf(thrown.code);
  }
  const [{ ConfigError }, { DatabaseSetupError }, { EmbeddedDatabaseError }, { PortError }] =
    await Promise.all([
      import('../config.ts'),
      import('../../db/check.ts'),
      import('../../db/embedded/error.ts'),
      import('../web.ts'),
    ]);
  const known = [ConfigError, DatabaseSetupError, EmbeddedDatabaseError, PortError];
  if (known.some((kind) => thrown instanceof kind) && thrown instanceof Error) {
    console.error(thrown.message);
    return exitCodes.notDone;
  }
  const { createLog } = await import('../log.ts');
  createLog('error', process.stderr).error({ err: thrown }, defect);
  return exitCodes.defect;
}
