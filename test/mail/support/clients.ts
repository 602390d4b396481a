import type { Dovecot } from './dovecot.ts';
import { signInImap } from './imap.ts';
import { signInPop3 } from './pop3.ts';
import { signInSubmission } from './submission.ts';

/** A session that lasts until somebody ends it. */
export interface Session {
  /** Resolves when the other side has closed it, or `close` was called. */
  readonly ended: Promise<void>;
  isOpen(): boolean;
  /** Asks something that needs the session: rejects where it is over. */
  ask(): Promise<void>;
  close(): void;
}

export type SignIn =
  | { readonly kind: 'in'; readonly session: Session }
  | { readonly kind: 'refused'; readonly said: string }
  /** Tried again by a mail program, without asking for a password. */
  | { readonly kind: 'temporary'; readonly said: string };

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export const services = ['imap', 'pop3', 'submission'] as const;
export type Service = (typeof services)[number];

const clients: Readonly<Record<Service, (port: number, credentials: Credentials) => Promise<SignIn>>> = {
  imap: signInImap,
  pop3: signInPop3,
  submission: signInSubmission,
};

export async function signIn(dovecot: Dovecot, service: Service, credentials: Credentials): Promise<SignIn> {
  const port = { imap: dovecot.imapPort, pop3: dovecot.pop3Port, submission: dovecot.submissionPort };
  return clients[service](port[service], credentials);
}

/** A session that has to come about. */
export async function session(
  dovecot: Dovecot,
  service: Service,
  credentials: Credentials,
): Promise<Session> {
  const outcome = await signIn(dovecot, service, credentials);
  if (outcome.kind === 'in') return outcome.session;
  throw new Error(`${service}: ${outcome.kind}: ${outcome.said}`);
}
