import { audit } from '../../commands/audit.ts';
import { commands } from '../../commands/index.ts';
import { PostFailure } from '../core/platform.ts';
import { assembleDispatcher } from '../dispatcher.ts';
import { createHasher } from '../hasher.ts';
import { assembleMail } from '../mail-server.ts';
import { runInTerminal } from '../platforms/terminal/run.ts';
import { screen } from './screen.ts';
import { withStore } from './session.ts';
import { terminalActor } from './terminal-actor.ts';

export interface DevicesOptions {
  readonly json?: true;
  readonly yes?: true;
  readonly printPassword?: true;
}

/** One command that chat has too, at the terminal. @returns the exit code */
export async function runDevices(words: readonly string[], options: DevicesOptions): Promise<number> {
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
        ...(named === audit ? { rest: allChanges(words.slice(1).join(' ')) } : {}),
      });
    } finally {
      await refusals.flush();
      await Promise.all([hasher.stop(), mail.stop()]);
    }
  });
}

function allChanges(address: string): string {
  return `These are the newest ones. All of them: postern audit export --address ${address}`;
}
