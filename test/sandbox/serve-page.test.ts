import { createServer, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preparePage } from '../../src/sandbox/serve-page.ts';

let port = 0;
const server = createServer();

beforeAll(async () => {
  const page = await preparePage();
  server.on('request', (request, response) => {
    if (!page.request(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (typeof address === 'object' && address) port = address.port;
});
afterAll(
  () =>
    new Promise((done) => {
      server.close(done);
    }),
);

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function ask(path: string, host = `127.0.0.1:${port}`, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<div id="page">'],
    ['/?from=terminal', 'text/html; charset=utf-8', '<div id="page">'],
    ['/page.js', 'text/javascript; charset=utf-8', 'Only visible to you'],
    ['/page.css', 'text/css; charset=utf-8', 'prefers-color-scheme'],
    ['/favicon.svg', 'image/svg+xml', '<svg'],
    ['/favicon.ico', 'image/svg+xml', '<svg'],
  ])('%s comes as %s, kept by nobody, and may load from here alone', async (path, type, part) => {
    const { status, headers, body } = await ask(path);

    expect(status).toBe(200);
    expect(body).toContain(part);
    expect(headers).toMatchObject({
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:/,
    );
  });

  it('names no other host in what it loads', async () => {
    const bodies = await Promise.all(['/', '/page.js', '/page.css'].map((path) => ask(path)));
    const named = bodies.flatMap(({ body }) => body.match(/https?:\/\/[\w.-]+/g) ?? []);

    // The names of XML namespaces: nothing is fetched from there.
    expect(named.filter((url) => url !== 'http://www.w3.org')).toEqual([]);
  });

  it.each([
    ['127.0.0.1 with a port', '127.0.0.1:3000', 200],
    ['localhost', 'localhost', 200],
    ['the IPv6 loopback', '[::1]:3000', 200],
    ['a foreign name', 'sandbox.example.com', 403],
    ['a foreign name that starts like ours', 'localhost.example.com', 403],
    ['a foreign name that ends like ours', 'example.com:127.0.0.1', 403],
    ['another address', '10.0.0.1:3000', 403],
  ])('answers a request for %s', async (_sentence, host, status) => {
    expect((await ask('/', host)).status).toBe(status);
  });

  it.each([
    ['another path', '/window/state', 'GET'],
    ['a file of the sources', '/main.tsx', 'GET'],
    ['a POST', '/', 'POST'],
  ])('leaves %s to others', async (_sentence, path, method) => {
    expect((await ask(path, undefined, method)).status).toBe(418);
  });

  it('answers HEAD without a body', async () => {
    expect(await ask('/', undefined, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });
});
