import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface Relay {
  readonly port: number;
  /** What was handed on, each message with its headers. */
  messages(): readonly string[];
  stop(): Promise<void>;
}

/** Takes whatever the submission service hands on: enough of SMTP (RFC 5321) for Dovecot and Postfix. */
export async function startRelay(): Promise<Relay> {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let unread = '';
    let message: string[] | undefined;
    const answer = (line: string): void => {
      socket.write(`${line}\r\n`);
    };
    const read = (line: string): void => {
      if (message && line === '.') {
        messages.push(message.join('\n'));
        message = undefined;
        answer('250 2.0.0 Taken');
      } else if (message) {
        message.push(line.replace(/^\.\./, '.'));
      } else if (/^EHLO/i.test(line)) {
        answer('250-relay.example.com');
        answer('250 8BITMIME');
      } else if (/^DATA/i.test(line)) {
        message = [];
        answer('354 Go on');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 2.0.0 Bye\r\n');
      } else {
        answer('250 2.0.0 Ok');
      }
    };
    socket.on('data', (data) => {
      const lines = (unread + data.toString('latin1')).split('\r\n');
      unread = lines.pop() ?? '';
      lines.forEach(read);
    });
    answer('220 relay.example.com ESMTP');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    // It listens on TCP.
    port: (server.address() as AddressInfo).port,
    messages: () => messages,
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
