import type { Database } from '../db/client.ts';
import { createSignOutStore } from '../db/sign-outs.ts';
import { createLoop } from './audit/loop.ts';
import type { DovecotConfig } from './config.ts';
import type { Log } from './core/ports.ts';
import type { Sessions } from './core/sessions.ts';
import { createDovecot } from './mail/dovecot.ts';
import { createReconciler } from './mail/reconcile.ts';
import { createSessions } from './mail/sign-outs.ts';

export interface MailParts {
  readonly sessions: Sessions;
  /** From now on goes on ending what did not end at once, and looks once a minute for what should have ended. */
  start(): void;
  /** Gives up what is being asked: whoever comes next goes on. */
  stop(): Promise<void>;
}

/** @param dovecot undefined: no sessions are ended, and that is said */
export function assembleMail(dovecot: DovecotConfig | undefined, db: Database, log: Log): MailParts {
  const store = createSignOutStore(db);
  const mail = dovecot && createDovecot({ ...dovecot, log });
  const sessions = createSessions({ store, mail, log, createLoop });
  const reconciler = mail && createReconciler({ store, mail, log, createLoop });
  return {
    sessions,
    start() {
      sessions.start();
      reconciler?.start();
    },
    async stop() {
      // At once, so that nobody waits for an answer of the mail server any more.
      await Promise.all([sessions.stop(), mail?.stop()]);
      await reconciler?.stop();
    },
  };
}
