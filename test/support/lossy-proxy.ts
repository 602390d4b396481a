import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { DatabaseTarget } from '../../db/client.ts';

export interface LossyProxy {
  /** The database, through this proxy. */
  readonly target: string;
  /**
   * From now on: drops the next answer to a statement of that kind and closes the connection, as a network that fails
   * after the commit; or holds it back for ever, as a server that has frozen.
   */
  lose(command: 'INSERT' | 'UPDATE' | 'SELECT', how: 'close' | 'freeze', times?: number): void;
  /** How many answers were lost. */
  lost(): number;
  close(): Promise<void>;
}

/** Stands between the driver and PostgreSQL. */
export async function lossyProxy(target: DatabaseTarget): Promise<LossyProxy> {
  if (typeof target === 'string')
    throw new Error('The proxy is for the embedded server, over its Unix socket');
  let plan = { command: '', how: 'close', left: 0 };
  let lost = 0;
  const sockets = new Set<Socket>();

  const server = createServer((near) => {
    const far = connect(`${target.host}/.s.PGSQL.${target.port}`);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (data) => {
      // PostgreSQL ends the answer to a statement with its command, such as `UPDATE 1`.
      if (plan.left > 0 && data.includes(`${plan.command} `)) {
        plan = { ...plan, left: plan.left - 1 };
        lost += 1;
        if (plan.how === 'close') near.destroy();
        return;
      }
      near.write(data);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;

  return {
    target: `postgres://${target.username}@127.0.0.1:${port}/${target.database}`,
    lose: (command, how, times = 1) => {
      plan = { command, how, left: times };
    },
    lost: () => lost,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
