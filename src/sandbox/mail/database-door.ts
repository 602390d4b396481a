import { chmod, chown } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';

/** A socket of PostgreSQL's, for Dovecot. */
export interface DatabaseDoor {
  stop(): Promise<void>;
}

export interface DoorOptions {
  /** Where Dovecot finds it. */
  readonly path: string;
  /** The socket that it leads to. */
  readonly server: string;
  /** Whose Dovecot is; undefined: ours. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

/** The two roles of the mail server. They may call one function each. */
const roles: ReadonlySet<string> = new Set(['postern_sign_in', 'postern_signed_in']);

/** Bytes. PostgreSQL itself takes no longer one. */
const longestGreeting = 10_000;

/** Numbers in place of a version of the protocol: asked to encrypt, by TLS or GSSAPI. */
const encryptionRequests: ReadonlySet<number> = new Set([80877103, 80877104]);

/**
 * A door to the database for another user of this machine, that opens for the mail server's two roles alone.
 *
 * The database of the sandbox knows by the kernel who connects, and lets in nobody but the user who started Postern.
 * Root's Dovecot runs as another user.
 */
export async function openDatabaseDoor({ path, server: inner, owner }: DoorOptions): Promise<DatabaseDoor> {
  const open = new Set<Socket>();
  const keep = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    void readGreeting(client).then((greeting) => {
      if (!greeting || !roles.has(roleOf(greeting))) return client.destroy();
      const inside = connect(inner);
      keep(inside);
      inside.write(greeting);
      client.pipe(inside).pipe(client);
      client.on('close', () => inside.destroy());
      inside.on('close', () => client.destroy());
      return undefined;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (owner) await chown(path, owner.uid, owner.gid);
  await chmod(path, 0o600);
  return {
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** The first message, which names the role; no to encryption before it: this is one machine. */
async function readGreeting(client: Socket): Promise<Buffer | undefined> {
  let heard: Buffer = Buffer.alloc(0);
  return new Promise((resolve) => {
    const done = (greeting: Buffer | undefined): void => {
      client.off('data', hear);
      client.pause();
      resolve(greeting);
    };
    const hear = (bytes: Buffer): void => {
      heard = Buffer.concat([heard, bytes]);
      while (asksToEncrypt(heard)) {
        heard = heard.subarray(8);
        client.write('N');
      }
      if (heard.length < 8) return;
      const length = heard.readUInt32BE(0);
      if (length < 8 || length > longestGreeting) done(undefined);
      else if (heard.length >= length) done(heard);
    };
    client.on('data', hear);
    client.on('close', () => done(undefined));
  });
}

function asksToEncrypt(heard: Buffer): boolean {
  return heard.length >= 8 && heard.readUInt32BE(0) === 8 && encryptionRequests.has(heard.readUInt32BE(4));
}

/** @see https://www.postgresql.org/docs/current/protocol-message-formats.html StartupMessage */
function roleOf(greeting: Buffer): string {
  // Version 3; anything else, such as a request to cancel, has no role.
  if (greeting.readUInt16BE(4) !== 3) return '';
  const words = greeting.toString('latin1', 8, greeting.readUInt32BE(0)).split('\0');
  // The last one counts for PostgreSQL: two are nobody's.
  const places = words.flatMap((word, index) => (word === 'user' && index % 2 === 0 ? [index] : []));
  const [place] = places;
  return places.length === 1 && place !== undefined ? (words[place + 1] ?? '') : '';
}
