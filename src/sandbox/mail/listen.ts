import { createServer, type Server } from 'node:net';

/** Listens on this machine alone. @returns the port, which the system chooses for 0 */
export async function listenLocally(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Ports that are free now, for a program that can't be given a socket. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  // All at once: else the system would give the same one again.
  const ports = await Promise.all(servers.map((server) => listenLocally(server, 0)));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
