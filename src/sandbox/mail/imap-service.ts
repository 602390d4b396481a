import { createServer } from 'node:net';
import { serveImap } from './imap-session.ts';
import { listenLocally } from './listen.ts';
import { createMailSessions, type MailSessions } from './sessions.ts';
import { type MailDatabase, signIn } from './sign-in.ts';

/** A mail server that signs people in, as Dovecot does with our files, and has an empty mailbox for everybody. */
export interface ImapService {
  readonly port: number;
  readonly sessions: MailSessions;
  stop(): Promise<void>;
}

/** Connections at once: phones, and somebody who plays with them. */
const mostConnections = 200;

/** Listens on 127.0.0.1 alone, without TLS: nothing leaves this machine. */
export async function startImapService(database: MailDatabase, port = 0): Promise<ImapService> {
  const sessions = createMailSessions();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    void serveImap(socket, {
      signIn: (credentials) => signIn(database, credentials),
      signedIn: (session) => sessions.add(session),
    });
  });
  const open = new Set<{ destroy(): void }>();
  server.maxConnections = mostConnections;
  const bound = await listenLocally(server, port);
  return {
    port: bound,
    sessions,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      sessions.kick(() => true);
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
