import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { serverCheck } from '../../src/doctor/server.ts';
import { ran } from './findings.ts';

/** A server of which `/readyz` says this, on a port of 127.0.0.1. */
async function ready(status: number): Promise<number> {
  const server = createServer(({ url }, response) =>
    response.writeHead(url === '/readyz' ? status : 404).end(),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  // It listens on TCP.
  return (server.address() as AddressInfo).port;
}

it.each([
  ['runs and is ready', 200, '127.0.0.1', /^ok server: Runs, and is ready, at http:\/\/127\.0\.0\.1:\d+\.$/],
  ['listens everywhere', 200, '0.0.0.0', /^ok server: /],
  [
    'is not ready',
    503,
    '127.0.0.1',
    /^warning server: Answers at .*, and is not ready \(503\)\. The other lines/,
  ],
  ['is another server', 404, '127.0.0.1', /^warning server: .* not ready \(404\)/],
])('says that Postern %s', async (_name, status, httpHost, line) => {
  const httpPort = await ready(status);

  expect(await ran([serverCheck({ httpHost, httpPort })])).toEqual([expect.stringMatching(line)]);
});

it('says that nothing answers, and how to start it', async () => {
  expect(await ran([serverCheck({ httpHost: '::1', httpPort: 9 })])).toEqual([
    'warning server: Nothing answers at http://[::1]:9. Start it: systemctl start postern, or postern serve',
  ]);
});
