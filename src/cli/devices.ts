import type { Command as Program } from 'commander';
import { commands } from '../../commands/index.ts';
import type { DevicesOptions } from './run-devices.ts';

/** `postern devices …`: every command that chat has, by the same definitions, permissions and audit. */
export function addDevicesCommand(program: Program): void {
  program
    .command('devices')
    .description('The devices of an address: every command that Slack and Discord have')
    .argument('[words...]', 'such as: alice@example.com, or: add alice@example.com "Reception printer"')
    .option('--json', 'one JSON object a line, for programs')
    .option('-y, --yes', 'go on without a question')
    .option('--print-password', 'a new password may go into a file or a pipe')
    .addHelpText('after', () => `\n${overview()}`)
    .action(async (words: readonly string[], options: DevicesOptions) => {
      const { runDevices } = await import('./run-devices.ts');
      process.exitCode = await runDevices(words, options);
    });
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`);
  return [
    'Commands (list where none is named):',
    ...lines,
    '',
    'Exit codes: 0 done, 1 not done, 2 not understood, 3 not allowed, 70 a defect, 75 try again.',
  ].join('\n');
}
