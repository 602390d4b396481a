import type { DatabaseTarget } from '../../../db/client.ts';
import type { Typed } from '../../support/shell.ts';

export type DovecotVersion = '2.3' | '2.4';

export interface DovecotOptions {
  /** The database as a URL over TCP: who signs in, and what is kept of it. Logins are the shipped files' own. */
  readonly database: DatabaseTarget;
  /** A drop-in of the site, after everything else: such as `auth_cache_size = 10M`. */
  readonly dropIn?: string;
  /** The site's own settings, before the shipped files: such as a cache that they switch off. */
  readonly before?: string;
  /** Another design in place of the shipped one, for a comparison: a configuration, and a query in `FOLDER/usual.conf.ext`. */
  readonly instead?: { readonly signIn: string; readonly query: string };
  /** Whether wrong passwords slow down their network address, as they do by default. */
  readonly hasPenalty?: boolean;
  /** Where submission hands on what is sent. */
  readonly relayPort?: number;
}

/** A Dovecot that runs with the shipped files, on 127.0.0.1. */
export interface Dovecot {
  readonly version: DovecotVersion;
  readonly imapPort: number;
  readonly pop3Port: number;
  readonly submissionPort: number;
  /** Such as `http://127.0.0.1:8080`. */
  readonly doveadmUrl: string;
  readonly doveadmKey: string;
  /** A Unix socket that speaks Dovecot's auth protocol, as Postfix uses it; whoever runs the test may open it. */
  readonly authSocket: string;
  /** Types a command on the mail server, at a shell of whoever runs Dovecot. */
  type(line: string, input?: string): Promise<Typed>;
  /** All that it logged so far. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

export type StartDovecot = (options: DovecotOptions) => Promise<Dovecot>;
