import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

type Ports<Count extends number> = Count extends 1
  ? readonly [number]
  : Count extends 2
    ? readonly [number, number]
    : readonly [number, number, number, number];

/** Ports of 127.0.0.1 that nobody listens on. */
export async function freePorts<Count extends 1 | 2 | 4>(count: Count): Promise<Ports<Count>> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      async (server) =>
        new Promise<number>((resolve) => {
          // It listens on TCP.
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map(async (server) => new Promise((closed) => server.close(closed))));
  // As many as were asked for.
  return ports as unknown as Ports<Count>;
}

/**
 * @param places ports of 127.0.0.1, and paths of Unix sockets
 * @returns false where one of them takes no connection within the limit
 */
export async function listens(
  places: readonly (number | string)[],
  limitMilliseconds: number,
): Promise<boolean> {
  const end = performance.now() + limitMilliseconds;
  while (performance.now() < end) {
    const open = await Promise.all(places.map(isOpen));
    if (open.every(Boolean)) return true;
    await sleep(30);
  }
  return false;
}

async function isOpen(place: number | string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = typeof place === 'number' ? connect(place, '127.0.0.1') : connect(place);
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
