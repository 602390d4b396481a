import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { DatabaseLogin } from '../db/embedded/login.ts';

/** The database on a port of 127.0.0.1: Dovecot's users can't open the socket of the embedded one. */
export async function socketToPort({ host, port, username, database }: DatabaseLogin) {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const away = connect({ path: `${host}/.s.PGSQL.${port}` });
    for (const [one, other] of [
      [near, away],
      [away, near],
    ] as const) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It listens on TCP.
  const address = server.address() as AddressInfo;
  return {
    target: `postgres://${username}@127.0.0.1:${address.port}/${database}`,
    async close(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
