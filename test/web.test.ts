import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { healthPart, PortError, type Readiness, startWeb, type WebPart, type WebServer } from '../src/web.ts';

const servers: WebServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(...parts: readonly WebPart[]): Promise<WebServer> {
  const server = await startWeb('127.0.0.1', 0, parts);
  servers.push(server);
  return server;
}

const hello: WebPart = {
  request(asked, response) {
    if (asked.url !== '/hello') return false;
    response.end('hello');
    return true;
  },
};

/** Takes upgrades to `/socket`, and keeps them open. */
const socketPart: WebPart = {
  request: () => false,
  upgrade(asked, socket) {
    if (asked.url !== '/socket') return false;
    socket.on('error', () => {});
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    return true;
  },
};

describe('the web server', () => {
  it('says where it is', async () => {
    expect((await serve()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('gives a request to the first part that takes it, and refuses what is nobody’s', async () => {
    const { url } = await serve(socketPart, hello);

    expect(await (await fetch(`${url}/hello`)).text()).toBe('hello');
    expect((await fetch(`${url}/other`)).status).toBe(404);
  });

  it('gives an upgrade to the part that takes it, and hangs up on what is nobody’s', async () => {
    const { url } = await serve(hello, socketPart);

    expect(await upgrade(url, '/socket')).toContain('101 Switching Protocols');
    expect(await upgrade(url, '/other')).toBe('');
  });

  it('says who has the port, and what to do', async () => {
    const { url } = await serve();
    const port = Number(new URL(url).port);
    const second = startWeb('127.0.0.1', port, []);

    await expect(second).rejects.toBeInstanceOf(PortError);
    await expect(second).rejects.toThrow(
      `Port ${port} is taken by another program, or by a Postern that runs already. End that one, or choose another port: HTTP_PORT=${port + 1}`,
    );
  });

  it.each(['192.0.2.1', 'no-such-host.invalid'])(
    'says so where %s is no address of the machine',
    async (host) => {
      await expect(startWeb(host, 0, [])).rejects.toThrow(
        /HTTP_HOST is no address of this machine|getaddrinfo/,
      );
    },
  );

  it('stops though a browser keeps its connection', async () => {
    const { url, stop } = await startWeb('127.0.0.1', 0, [hello]);
    const agent = new Agent({ keepAlive: true });
    const asked = request(`${url}/hello`, { agent }).end();
    const [response] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    response.resume();
    await once(response, 'end');

    await stop();
    await expect(fetch(`${url}/hello`)).rejects.toThrow();
    agent.destroy();
  });

  it('stops though a request was begun and not finished', async () => {
    const { url, stop } = await startWeb('127.0.0.1', 0, [hello]);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write('GET /hello HTTP/1.1\r\nhost:');
    await once(socket, 'connect');

    await stop();
    socket.destroy();
  });

  it('stops though a page keeps a socket of its own', async () => {
    const { url, stop } = await startWeb('127.0.0.1', 0, [socketPart]);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const closed = once(socket, 'close');
    socket.on('error', () => {});
    socket.write('GET /socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    await once(socket, 'data');

    await stop();
    await closed;
  });

  it('finishes an answer that is on its way', async () => {
    const slow: WebPart = {
      request(_asked, response) {
        setTimeout(() => response.end('done'), 100);
        return true;
      },
    };
    const { url, stop } = await startWeb('127.0.0.1', 0, [slow]);
    const answer = fetch(url);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await stop();

    expect(await (await answer).text()).toBe('done');
  });
});

async function upgrade(url: string, path: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n`);
  const closed = once(socket, 'close');
  socket.on('data', (data: string) => {
    answer += data;
    socket.destroy();
  });
  await closed;
  return answer;
}

describe('health', () => {
  const cases: readonly (readonly [
    name: string,
    readiness: () => Promise<Readiness>,
    status: number,
    words: string,
  ])[] = [
    ['is ready', async () => 'ready', 200, 'ready\n'],
    ['stands by', async () => 'standby', 200, 'standby\n'],
    ['is not ready', async () => 'not ready', 503, 'not ready\n'],
    ['fails to know', async () => Promise.reject(new Error('hunter2')), 503, 'not ready\n'],
  ];

  it.each(cases)('says so where Postern %s', async (_name, readiness, status, said) => {
    const { url } = await serve(healthPart(readiness));
    const answer = await fetch(`${url}/readyz`);

    expect([answer.status, await answer.text()]).toEqual([status, said]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('answers where it is only asked whether there is an answer', async () => {
    const { url } = await serve(healthPart(async () => 'ready'));
    const answer = await fetch(`${url}/readyz`, { method: 'HEAD' });

    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('takes nothing that is sent to it', async () => {
    const { url } = await serve(healthPart(async () => 'ready'));

    expect((await fetch(`${url}/healthz`, { method: 'POST', body: 'x' })).status).toBe(404);
    expect((await fetch(`${url}/healthz/more`)).status).toBe(404);
  });
});
