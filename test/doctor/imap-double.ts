import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { CertificateFiles } from '../support/certificate.ts';

/** What a server says when somebody connects, and then to each line. Then it is silent, or hangs up. */
export interface ImapManner {
  readonly says: readonly string[];
  readonly hangsUp?: boolean;
  /** Its lines have no end. */
  readonly endless?: boolean;
}

export interface ImapDouble {
  readonly port: number;
  /** Each line that was sent to it. */
  readonly heard: readonly string[];
  /** Resolves once whoever connected is gone. */
  left(): Promise<void>;
  stop(): Promise<void>;
}

/** A server on 127.0.0.1 that says what it is told to, over TLS where it has a certificate: at once, or after STARTTLS. */
export async function startImapDouble(
  { says, hangsUp = false, endless = false }: ImapManner,
  certificate?: CertificateFiles,
  encryption: 'TLS' | 'STARTTLS' = 'TLS',
): Promise<ImapDouble> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const secrets = { key: certificate?.key, cert: certificate?.certificate };
  const listen = (socket: Socket, words: string[]): void => {
    const speak = (): void => {
      const next = words.shift();
      if (next !== undefined) socket.write(endless ? next : `${next}\r\n`);
      if (hangsUp && words.length === 0) socket.end();
    };
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (data: Buffer) => {
      const said = data.toString('latin1').split('\r\n').filter(Boolean);
      heard.push(...said);
      if (certificate && said.includes('a STARTTLS')) {
        socket.removeAllListeners('data');
        socket.write('a OK Begin TLS negotiation now.\r\n');
        listen(new TLSSocket(socket, { isServer: true, ...secrets }), words);
      } else speak();
    });
    if (words.length === says.length) speak();
  };
  const serve = (socket: Socket) => listen(socket, [...says]);
  const isSecure = certificate !== undefined && encryption === 'TLS';
  const server = isSecure ? createTlsServer(secrets, serve) : createServer(serve);
  // Of a TLS server, and of no use here: whoever connects says why there was no handshake.
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    // It listens on TCP.
    port: (server.address() as AddressInfo).port,
    heard,
    left: async () => {
      await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
