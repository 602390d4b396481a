import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A part of the web server: answers what is its own, and says false to the rest. */
export interface WebPart {
  request(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
}

export interface WebServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** The port can't be had. The message is for the person who started Postern. */
export class PortError extends Error {
  override readonly name = 'PortError';
}

/** @throws {PortError} */
export async function startWeb(host: string, port: number, parts: readonly WebPart[]): Promise<WebServer> {
  const server = createServer((request, response) => {
    if (parts.some((part) => part.request(request, response))) return;
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
  });
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    if (parts.some((part) => part.upgrade?.(request, socket, head))) return;
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(portError(error, host, port));
    });
    server.listen(port, host, resolve);
  });
  // A server that listens on a port has one.
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
    async stop() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeIdleConnections();
      // A browser keeps its connection for minutes, and a socket of a page for as long as it is open: HTTP no longer
      // knows that one.
      setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, 500).unref();
      await closed;
    },
  };
}

function portError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new PortError(
      `Port ${port} is taken by another program, or by a Postern that runs already. End that one, or choose another port: HTTP_PORT=${port + 1}`,
      { cause: error },
    );
  }
  if (error.code === 'EACCES') {
    return new PortError(`Port ${port} is only for root. Choose one above 1023: HTTP_PORT=3000`, {
      cause: error,
    });
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new PortError(`HTTP_HOST is no address of this machine: ${host}`, { cause: error });
  }
  return error;
}

/** `standby`: another process does the work, and this one can take over. */
export type Readiness = 'ready' | 'standby' | 'not ready';

/** `/healthz`: the process answers. `/readyz`: it can do its work, or take it over; 503 while it can't. */
export function healthPart(readiness: () => Promise<Readiness>): WebPart {
  return {
    request(request, response) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false;
      if (request.url === '/healthz') {
        response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
        return true;
      }
      if (request.url !== '/readyz') return false;
      const answer = (found: Readiness) => {
        response
          .writeHead(found === 'not ready' ? 503 : 200, { 'content-type': 'text/plain' })
          .end(`${found}\n`);
      };
      readiness().then(answer, () => {
        answer('not ready');
      });
      return true;
    },
  };
}
