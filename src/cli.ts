import { Command } from 'commander';
import { DatabaseSetupError } from '../db/check.ts';
import { EmbeddedDatabaseError } from '../db/embedded/error.ts';
import { addAddressCommands } from './cli/address.ts';
import { addDevicesCommand } from './cli/devices.ts';
import { addInitCommand } from './cli/init.ts';
import { addManifestCommand } from './cli/manifest.ts';
import { addRegisterCommand } from './cli/register.ts';
import { ConfigError, loadConfig } from './config.ts';
import { UserError } from './core/errors.ts';
import { readEnvironmentFile } from './environment-file.ts';
import { createLog } from './log.ts';

/** The `postern` command line. */
const program = new Command('postern')
  .description('Manage the devices of mailbox addresses')
  .showHelpAfterError();
addInitCommand(program);
addDevicesCommand(program);
addAddressCommands(program);
addManifestCommand(program);
addRegisterCommand(program, () => loadConfig(process.env).discord);

readEnvironmentFile();
try {
  await program.parseAsync();
} catch (error) {
  // 1: refused or not possible, said in a sentence. 70: a defect (sysexits.h, EX_SOFTWARE).
  const sentence = forPeople(error);
  if (sentence === undefined) createLog('error').error({ err: error }, 'failed');
  else console.error(sentence);
  process.exitCode = sentence === undefined ? 70 : 1;
}

function forPeople(error: unknown): string | undefined {
  const known = [UserError, ConfigError, DatabaseSetupError, EmbeddedDatabaseError];
  return known.some((kind) => error instanceof kind) && error instanceof Error ? error.message : undefined;
}
