import { beforeAll } from 'vitest';
import type { Typed } from '../../support/shell.ts';
import { session } from './clients.ts';
import type { StartDovecot } from './dovecot.ts';
import { janesPhone } from './jane.ts';
import type { Phone } from './mailbox.ts';
import { mailWorld, type World } from './world.ts';

/** A mail server with Jane's phone, at whose command line lines of docs/mail-server.md are typed as they stand there. */
export interface TypingWorld {
  readonly world: World;
  /** Jane's. */
  password(): string;
  typed(line: string, input?: string): Promise<Typed>;
  /** A session of Jane's phone. */
  signedIn(): ReturnType<typeof session>;
}

/** Call it at the top of the file, or of a `describe`. */
export function typingWorld(start: StartDovecot, options?: Parameters<typeof mailWorld>[1]): TypingWorld {
  const world = mailWorld(start, options);
  let phone: Phone | undefined;

  beforeAll(async () => {
    phone = await janesPhone(world.database);
  });

  const password = (): string => {
    if (!phone) throw new Error('Jane has her phone only inside tests');
    return phone.password;
  };
  return {
    world,
    password,
    typed: (line, input) => world.dovecot.type(line, input),
    signedIn: async () => session(world.dovecot, 'imap', { user: 'jane@example.org', password: password() }),
  };
}
