import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseTarget } from '../../db/client.ts';

/** What a network does to what is sent over it. Counted from when it was told so, over all connections. */
export interface Roughness {
  /** Milliseconds that each piece takes, each way. */
  readonly delay?: number;
  /** After so many bytes of that direction nothing more goes either way. */
  readonly after?: { readonly to: 'server' | 'client'; readonly bytes: number };
  /** To how many connections that happens, one after the other. Default 1. */
  readonly times?: number;
  /** What happens then: the connection ends, is reset, or stays and is silent. */
  readonly ends?: 'close' | 'reset' | 'silence';
}

export interface RoughNetwork {
  /** The database, over it. */
  readonly target: string;
  /** From now on. */
  become(roughness: Roughness): void;
  /** How many connections it has cut or silenced. */
  cut(): number;
  close(): Promise<void>;
}

/** A network between the driver and PostgreSQL that is slow, or fails in the middle of whatever is being said. */
export async function roughNetwork(target: DatabaseTarget): Promise<RoughNetwork> {
  if (typeof target === 'string') throw new Error('It is for the embedded server, over its Unix socket');
  let rough: Roughness = {};
  let left = Number.POSITIVE_INFINITY;
  let cutsLeft = 0;
  let cut = 0;
  const sockets = new Set<Socket>();

  const server = createServer((near) => {
    const far = connect(`${target.host}/.s.PGSQL.${target.port}`);
    let isOver = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    const end = () => {
      isOver = true;
      cut += 1;
      cutsLeft -= 1;
      left = (cutsLeft > 0 ? rough.after?.bytes : undefined) ?? Number.POSITIVE_INFINITY;
      if (rough.ends === 'silence') return;
      if (rough.ends === 'reset') near.resetAndDestroy();
      else near.destroy();
      far.destroy();
    };
    const pass = (from: Socket, to: Socket, direction: 'server' | 'client') => {
      let before = Promise.resolve();
      const send = async (data: Buffer, delay: number): Promise<void> => {
        if (delay > 0) await sleep(delay);
        if (isOver) return;
        if (rough.after?.to !== direction) return void to.write(data);
        const some = data.subarray(0, left);
        left -= data.length;
        to.write(some);
        if (left <= 0) end();
      };
      // One after the other, so that nothing overtakes.
      from.on('data', (data: Buffer) => {
        const { delay = 0 } = rough;
        before = before.then(() => send(data, delay));
      });
    };
    pass(near, far, 'server');
    pass(far, near, 'client');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;

  return {
    target: `postgres://${target.username}@127.0.0.1:${port}/${target.database}`,
    become: (roughness) => {
      rough = roughness;
      left = roughness.after?.bytes ?? Number.POSITIVE_INFINITY;
      cutsLeft = roughness.times ?? 1;
    },
    cut: () => cut,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
