import { connect } from 'node:net';
import { once } from 'node:events';
import type { Dovecot } from './dovecot.ts';

export type AuthAnswer =
  | { readonly kind: 'ok'; readonly line: string }
  | { readonly kind: 'refused'; readonly line: string }
  | { readonly kind: 'temporary'; readonly line: string };

export interface AuthClient {
  /** Bytes, not text: a mail program may send any. */
  verify(credentials: {
    readonly user: Buffer;
    readonly password: Buffer;
    readonly service?: string;
  }): Promise<AuthAnswer>;
  /** Resolves when the other side has closed the connection. */
  readonly closed: Promise<unknown>;
  close(): void;
}

/** A client names itself by a number, such as that of its process, which no other open connection may have. */
let lastClient = process.pid * 1000;

/**
 * Speaks Dovecot's auth protocol, version 1.1, on its socket, as Postfix does.
 *
 * @see https://doc.dovecot.org/main/developers/design/auth_protocol.html
 */
export async function authClient({ authSocket }: Pick<Dovecot, 'authSocket'>): Promise<AuthClient> {
  const socket = connect(authSocket);
  const waiting = new Map<string, (answer: AuthAnswer) => void>();
  let requests = 0;
  let unread = '';
  const ready = new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      const lines = (unread + data.toString('latin1')).split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) {
        if (line === 'DONE') resolve();
        const [word, id = ''] = line.split('\t');
        if (word !== 'OK' && word !== 'FAIL') continue;
        waiting.get(id)?.({ kind: kindOf(line), line });
        waiting.delete(id);
      }
    });
  });
  const closed = once(socket, 'close');
  socket.on('error', () => socket.destroy());
  lastClient += 1;
  socket.write(`VERSION\t1\t1\nCPID\t${lastClient}\n`);
  await Promise.race([ready, closed]);

  return {
    async verify({ user, password, service = 'imap' }) {
      requests += 1;
      const id = String(requests);
      const response = Buffer.concat([Buffer.of(0), user, Buffer.of(0), password]).toString('base64');
      const answer = Promise.race([
        new Promise<AuthAnswer>((resolve) => waiting.set(id, resolve)),
        closed.then(() => Promise.reject(new Error('Dovecot closed the connection'))),
      ]);
      const words = [
        'AUTH',
        id,
        'PLAIN',
        `service=${service}`,
        'nologin',
        'lip=127.0.0.1',
        'rip=127.0.0.1',
        'secured',
        `resp=${response}`,
      ];
      socket.write(`${words.join('\t')}\n`);
      return answer;
    },
    closed,
    close: () => socket.destroy(),
  };
}

function kindOf(line: string): AuthAnswer['kind'] {
  if (line.startsWith('OK\t')) return 'ok';
  return line.split('\t').includes('temp') ? 'temporary' : 'refused';
}
