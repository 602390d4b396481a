#!/usr/bin/env node
import { Command } from 'commander';
import { addAddressCommands } from './cli/address.ts';
import { addAuditCommands } from './cli/audit.ts';
import { addCompletionCommand } from './cli/completion.ts';
import { addDevicesCommand } from './cli/devices.ts';
import { addDoctorCommand } from './cli/doctor.ts';
import { addInitCommand } from './cli/init.ts';
import { addManifestCommand } from './cli/manifest.ts';
import { addPolicyCommands } from './cli/policy.ts';
import { addRegisterCommand } from './cli/register.ts';
import { addServerCommands } from './cli/server.ts';
import { endWith } from './cli/end.ts';
import { readEnvironmentFile } from './environment-file.ts';

/** The `postern` command line. */
const program = new Command('postern')
  .description('Manage the devices of mailbox addresses')
  .showHelpAfterError()
  // Its own exit code for words that it doesn’t understand is 1.
  .exitOverride();
addInitCommand(program);
addDevicesCommand(program);
addAddressCommands(program);
addAuditCommands(program);
addPolicyCommands(program);
addServerCommands(program);
addDoctorCommand(program);
addManifestCommand(program);
addRegisterCommand(program, async () => {
  const { loadConfig } = await import('./config.ts');
  return loadConfig(process.env).discord;
});
addCompletionCommand(program);

readEnvironmentFile();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = await endWith(error);
}
