import { WebClient } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import type { ApiFault, RequestFault } from '../../../src/sandbox/slack/misbehave.ts';
import { boltOverHttp, boltOverSocket, options, silent, slack, soon } from './setup.ts';

function client({ apiUrl }: SlackSandbox, timeout = 10_000): WebClient {
  return new WebClient(options.app.botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    timeout,
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

describe('a planned fault', () => {
  it.each<[what: string, fault: ApiFault, error: object, isPosted: boolean]>([
    [
      '429',
      { kind: 'rate-limited', retryAfterSeconds: 7 },
      { code: 'slack_webapi_rate_limited_error', retryAfter: 7 },
      false,
    ],
    ['503', { kind: 'status', status: 503 }, { code: 'slack_webapi_http_error', statusCode: 503 }, false],
    [
      'a refusal',
      { kind: 'error', error: 'invalid_auth' },
      { data: { ok: false, error: 'invalid_auth' } },
      false,
    ],
    ['a cut connection', { kind: 'reset' }, { code: 'slack_webapi_request_error' }, false],
    ['silence', { kind: 'hang' }, { code: 'slack_webapi_request_error' }, false],
    ['a lost answer', { kind: 'lost-answer' }, { code: 'slack_webapi_request_error' }, true],
    ['half an answer', { kind: 'cut-answer' }, {}, true],
  ])('is %s, once, and leaves or does what was asked', async (_what, fault, error, isPosted) => {
    const sandbox = await slack();
    sandbox.misbehave.api('chat.postMessage', fault);
    const post = async (): Promise<unknown> =>
      client(sandbox, fault.kind === 'hang' ? 300 : undefined).chat.postMessage({
        channel: 'C0HELP',
        text: 'hello',
      });

    await expect(post()).rejects.toMatchObject(error);
    expect(sandbox.person('U0DANA').messages()).toHaveLength(isPosted ? 1 : 0);
    expect(sandbox.log.calls()).toMatchObject([{ fault: fault.kind }]);

    await expect(post()).resolves.toMatchObject({ ok: true });
  });

  it('waits for the call that it is for', async () => {
    const sandbox = await slack();
    sandbox.misbehave.api(
      'chat.postMessage',
      { kind: 'reset' },
      { when: ({ channel }) => channel === 'C0AUDIT' },
    );
    const { chat } = client(sandbox);

    await expect(chat.postMessage({ channel: 'C0HELP', text: 'hello' })).resolves.toMatchObject({ ok: true });
    await expect(chat.postMessage({ channel: 'C0AUDIT', text: 'hello' })).rejects.toThrow();
  });

  it('is forgotten when Slack is to behave again', async () => {
    const sandbox = await slack();
    sandbox.misbehave.api('any', { kind: 'reset' }, { times: 100 });
    sandbox.misbehave.behave();

    await expect(client(sandbox).auth.test()).resolves.toMatchObject({ ok: true });
  });

  it('comes late where it is slow', async () => {
    const sandbox = await slack();
    sandbox.misbehave.api('auth.test', { kind: 'slow', milliseconds: 100 });
    const started = Date.now();

    await client(sandbox).auth.test();

    expect(Date.now() - started).toBeGreaterThanOrEqual(95);
  });
});

describe('Socket Mode', () => {
  const count = async (sandbox: SlackSandbox, handled: string[]): Promise<void> =>
    boltOverSocket(sandbox, (app) => {
      app.command('/devices', async ({ ack, command }) => {
        handled.push(command.text);
        await ack();
      });
    });

  it('gives a payload to one of several connections, in turns', async () => {
    const sandbox = await slack();
    const handled: string[][] = [[], []];
    for (const mine of handled) await count(sandbox, mine);
    expect(sandbox.sockets.count()).toBe(2);

    for (const text of ['1', '2', '3', '4']) await sandbox.person('U0DANA').say('direct', `/devices ${text}`);

    expect(handled.map(({ length }) => length)).toEqual([2, 2]);
  });

  it('is there again after a cut, with a new ticket', async () => {
    const sandbox = await slack();
    const handled: string[] = [];
    await count(sandbox, handled);

    sandbox.sockets.drop();
    await soon(() => sandbox.sockets.count()).toBe(0);
    await soon(() => sandbox.sockets.count()).toBe(1);
    await soon(
      async () => (await sandbox.person('U0DANA').say('direct', '/devices back')).problem,
    ).toBeNull();

    expect(handled).toContain('back');
    expect(sandbox.log.calls('apps.connections.open')).toHaveLength(2);
  });

  it('loses what it sends to a half-dead connection, until the client finds out', async () => {
    const sandbox = await slack({ ackDeadline: 100 });
    const handled: string[] = [];
    await count(sandbox, handled);
    sandbox.sockets.mute();

    expect(await sandbox.person('U0DANA').say('direct', '/devices lost')).toEqual({
      problem: 'operation_timeout',
    });

    expect(handled).toEqual([]);
    expect(sandbox.log.deliveries()).toMatchObject([{ outcome: 'missing' }]);
    // The client gives a new connection up only by its own pings: every 5 s, so that is not waited for here.
    expect(sandbox.sockets.count()).toBe(1);
  });

  it('asks its client to connect anew', async () => {
    const sandbox = await slack();
    await count(sandbox, []);

    sandbox.sockets.disconnect('refresh_requested');

    await soon(() => sandbox.log.calls('apps.connections.open').length).toBe(2);
    await soon(async () => (await sandbox.person('U0DANA').say('direct', '/devices')).problem).toBeNull();
  });

  it('lets nobody in twice with one ticket', async () => {
    const sandbox = await slack();
    const app = new WebClient(options.app.appToken, { slackApiUrl: sandbox.apiUrl });
    const { url = '' } = await app.apps.connections.open();
    const first = new WebSocket(url);
    const hello = await new Promise((resolve) => {
      first.on('message', (data: Buffer) => resolve(JSON.parse(data.toString())));
    });
    expect(hello).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0POSTERN' },
    });

    const second = new WebSocket(url);
    await new Promise((resolve) => {
      second.on('error', resolve);
    });

    expect(sandbox.sockets.count()).toBe(1);
    first.close();
  });

  it('delivers the same envelope twice, and takes the first acknowledgement', async () => {
    const sandbox = await slack();
    const handled: string[] = [];
    await count(sandbox, handled);
    sandbox.misbehave.deliveries({ copies: 2, as: 'same-envelope' });

    await sandbox.person('U0DANA').say('direct', '/devices twice');

    await soon(() => handled).toEqual(['twice', 'twice']);
    const [first, second] = sandbox.log.deliveries();
    expect(first?.envelopeId).toBe(second?.envelopeId);
  });

  it('says hello to an event', async () => {
    const sandbox = await slack();
    const seen: string[] = [];
    await boltOverSocket(sandbox, (app) => {
      app.event('app_home_opened', async ({ event }) => void seen.push(event.user));
    });

    await sandbox.sendEvent({ type: 'app_home_opened', user: 'U0DANA', channel: 'D0DANA', tab: 'home' });

    await soon(() => seen).toEqual(['U0DANA']);
  });
});

describe('signed HTTP', () => {
  const count = async (sandbox: SlackSandbox, handled: string[]): Promise<void> =>
    boltOverHttp(sandbox, (app) => {
      app.command('/devices', async ({ ack, command }) => {
        handled.push(command.trigger_id);
        await ack();
      });
    });

  it.each<[fault: RequestFault, status: number, handled: number]>([
    ['no-signature', 401, 0],
    ['bad-signature', 401, 0],
    ['wrong-secret', 401, 0],
    ['tampered', 401, 0],
    ['stale', 401, 0],
    // What the receiver of Bolt lets through by itself: an app has to refuse it.
    ['future', 200, 1],
    ['ssl-check', 200, 0],
    ['huge', 413, 0],
  ])('can be wrong: %s', async (fault, status, times) => {
    const sandbox = await slack();
    const handled: string[] = [];
    await count(sandbox, handled);
    sandbox.misbehave.requests(fault);

    await sandbox.person('U0DANA').say('direct', '/devices');

    expect(sandbox.log.deliveries()).toMatchObject([{ via: 'http', status }]);
    expect(handled).toHaveLength(times);
    await sandbox.person('U0DANA').say('direct', '/devices');
    expect(handled).toHaveLength(times + 1);
  });

  it('is replayed with the same trigger', async () => {
    const sandbox = await slack();
    const handled: string[] = [];
    await count(sandbox, handled);
    await sandbox.person('U0DANA').say('direct', '/devices');
    const [entry] = sandbox.log.deliveries();
    if (!entry) throw new Error('Nothing was delivered');

    await sandbox.redeliver(entry);

    expect(handled).toHaveLength(2);
    expect(handled[0]).toBe(handled[1]);
  });

  it('says so where the app is gone', async () => {
    const sandbox = await slack({
      delivery: { kind: 'http', requestUrl: 'http://127.0.0.1:1/slack/events' },
    });

    expect(await sandbox.person('U0DANA').say('direct', '/devices')).toEqual({ problem: 'dispatch_failed' });
  });
});
