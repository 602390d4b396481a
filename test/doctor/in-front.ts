import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Interference {
  /** Answered in place of the server behind: by the end of the path. */
  readonly instead?: {
    readonly path: string;
    readonly method?: 'GET';
    readonly status?: number;
    readonly body: unknown;
  };
  /** A header of answers that is left out. */
  readonly without?: string;
}

/**
 * A server in front of another, for answers that the other one never gives.
 *
 * @returns its address: that of the other, with another port. Until the end of the test
 */
export async function inFrontOf(url: string, { instead, without }: Interference): Promise<string> {
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const forward = async (): Promise<void> => {
      const body = await buffer(request);
      if (
        instead &&
        (instead.method ?? method) === method &&
        new URL(path, url).pathname.endsWith(instead.path)
      ) {
        response.writeHead(instead.status ?? 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(instead.body));
        return;
      }
      const { authorization, 'content-type': type } = headers;
      const answer = await fetch(new URL(path, url), {
        method,
        headers: { ...(authorization && { authorization }), ...(type && { 'content-type': type }) },
        ...(method === 'GET' ? {} : { body }),
      });
      const kept = [...answer.headers].filter(
        ([name]) =>
          name !== without && !/^(content-(length|encoding)|transfer-encoding|connection)$/.test(name),
      );
      response.writeHead(answer.status, Object.fromEntries(kept));
      response.end(Buffer.from(await answer.arrayBuffer()));
    };
    forward().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const front = new URL(url);
  // It listens on TCP.
  front.port = String((server.address() as AddressInfo).port);
  return front.href;
}
