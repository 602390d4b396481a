import type { Command as Program } from 'commander';
import { commands } from '../../commands/index.ts';
import { PostFailure } from '../core/platform.ts';
import { assembleDispatcher } from '../dispatcher.ts';
import { createHasher } from '../hasher.ts';
import { assembleMail } from '../mail-server.ts';
import { runInTerminal } from '../platforms/terminal/run.ts';
import { screen } from './screen.ts';
import { terminalActor, withStore } from './session.ts';

interface DevicesOptions {
  readonly json?: true;
  readonly yes?: true;
  readonly printPassword?: true;
}

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
      process.exitCode = await run(words, options);
    });
}

async function run(words: readonly string[], options: DevicesOptions): Promise<number> {
  const terminal = screen();
  const named = commands.find(({ name }) => name === words[0]?.toLowerCase());
  return withStore(async ({ config, log, permissions, store }) => {
    const hasher = createHasher(config.bcryptCost, () => {});
    const mail = assembleMail(config.dovecot, store.db, log);
    const { open, refusals } = assembleDispatcher({
      config,
      db: store.db,
      permissions,
      hasher,
      sessions: mail.sessions,
      log,
      // What could not be printed here has no other way to its person.
      tell: () => Promise.reject(new PostFailure('no_direct_messages', { permanent: true })),
    });
    try {
      return await runInTerminal(open, terminalActor(), words, terminal, {
        json: options.json ?? false,
        yes: options.yes ?? false,
        printPassword: options.printPassword ?? false,
        issuesPassword: named?.issuesPassword ?? false,
      });
    } finally {
      await refusals.flush();
      await Promise.all([hasher.stop(), mail.stop()]);
    }
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
