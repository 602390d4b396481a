import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { createHttpListener } from '../../../src/platforms/slack/http.ts';
import type { RequestFault } from '../../../src/sandbox/slack/misbehave.ts';
import { run, sandbox } from './support.ts';

describe.each<[RequestFault, number]>([
  ['no-signature', 401],
  ['bad-signature', 401],
  ['wrong-secret', 401],
  ['stale', 401],
  ['future', 401],
  ['tampered', 401],
  ['huge', 413],
  ['ssl-check', 200],
])('a request with the fault %s', (fault, status) => {
  it(`gets ${status}`, async () => {
    const world = await sandbox();
    const { ran, requests } = await run(world, { http: true });
    world.misbehave.requests(fault);
    await world.person('U0DANA').say('it-helpdesk', '/devices list');

    expect(world.log.deliveries()).toMatchObject([{ status }]);
    // Rightly signed, it is what it says beside the check of certificates.
    expect(requests).toHaveLength(fault === 'ssl-check' ? 1 : 0);
    expect(ran).toHaveLength(fault === 'ssl-check' ? 1 : 0);
  });
});

const secret = 'a secret of more than sixteen characters';
const now = Date.parse('2026-03-01T12:00:00Z');
const seconds = now / 1000;
let url = '';
let open = true;
let delivered: unknown[] = [];
let logged: string[] = [];
let before = (acknowledge: () => Promise<void>): Promise<void> => acknowledge();

const write = (fields: object, message: string): void =>
  void logged.push(`${message} ${JSON.stringify(fields)}`);
const server = createServer(
  createHttpListener({
    signingSecret: new Secret(secret),
    log: { info: write, warn: write, error: write },
    now: () => now,
    isOpen: () => open,
    deliver: async ({ body, acknowledge }) => {
      delivered.push(body);
      await before(acknowledge);
    },
  }),
);
/** When a connection of ours is closed. */
let gone = (): void => {};
server.on('connection', (socket) => socket.on('close', () => gone()));

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  delivered = [];
  logged = [];
  open = true;
  gone = () => {};
  before = (acknowledge) => acknowledge();
});

function sign(body: string, timestamp: number | string = seconds, key = secret): string {
  return `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

async function send(
  body: string,
  {
    timestamp = String(seconds),
    signature = sign(body, timestamp),
    type = 'application/x-www-form-urlencoded',
  } = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: {
      'Content-Type': type,
      'X-Slack-Request-Timestamp': timestamp,
      ...(signature === '' ? {} : { 'X-Slack-Signature': signature }),
    },
  });
}

describe('the signature', () => {
  it.each([
    ['now', String(seconds), 200],
    ['five minutes ago', `${seconds - 300}`, 200],
    ['a little in the future', `${seconds + 300}`, 200],
    ['more than five minutes ago', `${seconds - 301}`, 401],
    ['more than five minutes in the future', `${seconds + 301}`, 401],
    ['in milliseconds', String(now), 401],
    ['as no number', 'soon', 401],
    ['as a number written otherwise', `${seconds}.0`, 401],
    ['at no time', '', 401],
  ])('dated %s gets its answer', async (_when, timestamp, status) => {
    expect((await send('command=/devices', { timestamp })).status).toBe(status);
    expect(delivered).toHaveLength(status === 200 ? 1 : 0);
  });

  it('with any bit of it, of the date or of the body flipped is refused', async () => {
    const body = 'command=%2Fdevices&text=list&user_id=U0DANA';
    const good = { signature: sign(body), timestamp: String(seconds), body };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('signature' as const, 'timestamp' as const, 'body' as const),
        fc.nat(200),
        fc.integer({ min: 0, max: 5 }),
        async (part, position, bit) => {
          const at = position % good[part].length;
          const flipped = String.fromCharCode(good[part].charCodeAt(at) ^ (1 << bit));
          const text = good[part].slice(0, at) + flipped + good[part].slice(at + 1);
          // What a header can't hold, or what it trims, never arrives as it was sent.
          fc.pre(part === 'body' || /^[!-~]+$/.test(text));
          const forged = { ...good, [part]: text };
          const { status } = await send(forged.body, forged);
          expect(status).toBe(401);
        },
      ),
      { numRuns: 400 },
    );
    expect(delivered).toEqual([]);
  });

  it('is of these bytes, and of no others that read as the same characters', async () => {
    const signature = sign('text=\uFFFD');
    const send = async (character: readonly number[]) =>
      fetch(url, {
        method: 'POST',
        body: Buffer.concat([Buffer.from('text='), Buffer.from(character)]),
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'X-Slack-Request-Timestamp': String(seconds),
          'X-Slack-Signature': signature,
        },
      });

    expect((await send([0xff])).status).toBe(401);
    expect((await send([0xef, 0xbf, 0xbd])).status).toBe(200);
    expect(delivered).toHaveLength(1);
  });

  it('is needed for whatever stands beside a check of certificates', async () => {
    const smuggled = 'ssl_check=1&command=%2Fdevices&text=list&user_id=U0DANA&team_id=T0123&trigger_id=1';

    expect((await send(smuggled, { signature: '' })).status).toBe(401);
    expect((await send('ssl_check=1&payload=%7B%7D', { signature: '' })).status).toBe(401);
    expect((await send('ssl_check=1&token=x', { signature: '' })).status).toBe(200);
    expect(delivered).toEqual([]);
  });

  it('is refused where the secret is another', async () => {
    expect((await send('a=b', { signature: sign('a=b', seconds, 'another secret') })).status).toBe(401);
    expect((await send('a=b', { signature: sign('a=b', seconds, ' ') })).status).toBe(401);
  });
});

describe('a signed request', () => {
  it.each([
    ['no JSON', 'payload=%7B', 'application/x-www-form-urlencoded'],
    ['a JSON null', 'payload=null', 'application/x-www-form-urlencoded'],
    ['a JSON text', '"hunter2"', 'application/json'],
    ['an event in pieces', '{"event":', 'application/json'],
  ])('of %s gets 200, and does nothing', async (_what, body, type) => {
    expect((await send(body, { type })).status).toBe(200);
    expect(delivered).toEqual([]);
    expect(logged.join()).not.toContain('hunter2');
  });

  it('answers the challenge with which Slack checks an address', async () => {
    const response = await send('{"type":"url_verification","challenge":"abc"}', {
      type: 'application/json',
    });

    expect(await response.json()).toEqual({ challenge: 'abc' });
    expect(delivered).toEqual([]);
  });

  it('gets 503 while stopping', async () => {
    open = false;

    expect((await send('command=/devices')).status).toBe(503);
    expect(delivered).toEqual([]);
  });

  it('is a POST', async () => {
    expect((await fetch(url)).status).toBe(404);
  });

  it('of 10 MB is not read to its end', async () => {
    const status = await send(`text=${'x'.repeat(10_000_000)}`).then(
      (response) => response.status,
      () => 'cut',
    );

    expect([413, 'cut']).toContain(status);
    expect(delivered).toEqual([]);
  });

  it('whose sender has hung up can not be acknowledged', async () => {
    const hungUp = new AbortController();
    const acknowledged = new Promise<unknown>((resolve) => {
      before = async (acknowledge) => {
        hungUp.abort();
        await new Promise<void>((closed) => {
          gone = closed;
        });
        resolve(await acknowledge().catch((error: unknown) => error));
      };
    });
    const body = 'command=/devices';
    await fetch(url, {
      method: 'POST',
      body,
      signal: hungUp.signal,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'X-Slack-Request-Timestamp': String(seconds),
        'X-Slack-Signature': sign(body),
      },
    }).catch(() => {});

    expect(await acknowledged).toBeInstanceOf(Error);
  });
});
