import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { createSlack } from '../../../src/platforms/slack/adapter.ts';
import { prepare, run, said, sandbox, workspace } from './support.ts';

describe('the start', () => {
  it('asks once who the app is, whatever comes', async () => {
    const world = await sandbox();
    await run(world);
    for (let count = 0; count < 3; count += 1) await world.person('U0DANA').say('it-helpdesk', '/devices');
    await world.sendEvent({ type: 'app_home_opened', user: 'U0DANA', channel: 'D1' });

    expect(world.log.calls('auth.test')).toHaveLength(1);
  });

  it('waits for a Slack that is away', async () => {
    const world = await sandbox();
    world.misbehave.api('auth.test', { kind: 'status', status: 503 }, { times: 4 });
    const { slack } = await run(world);

    expect(slack.ready()).toBe(true);
  });

  it.each(['invalid_auth', 'account_inactive', 'token_revoked', 'not_authed'])(
    'ends with a sentence where Slack says %s',
    async (error) => {
      const world = await sandbox();
      world.misbehave.api('auth.test', { kind: 'error', error });
      const { start, fatal, logged } = prepare(world, { botToken: 'xoxb-canary' });

      await expect(start()).rejects.toThrow(`SLACK_BOT_TOKEN (${error})`);
      expect(fatal).toHaveLength(1);
      expect(fatal.join() + logged()).not.toContain('xoxb-canary');
    },
  );

  it('ends with the names of the scopes that it can not do without', async () => {
    const world = await sandbox({ app: { ...workspace.app, scopes: ['commands', 'chat:write'] } });
    const { start, fatal } = prepare(world);

    await expect(start()).rejects.toThrow('users:read');
    expect(fatal).toHaveLength(1);
  });

  it('tells of scopes that it can do without', async () => {
    const world = await sandbox({
      app: { ...workspace.app, scopes: ['commands', 'chat:write', 'users:read'] },
    });
    const { logged } = await run(world);

    expect(logged()).toContain('im:write');
  });

  it('ends with a sentence where the bot is thrown out later', async () => {
    const world = await sandbox();
    const { slack, fatal } = await run(world);
    world.misbehave.api('chat.postMessage', { kind: 'error', error: 'account_inactive' });
    await expect(slack.post('C0AUDIT', said('x'))).rejects.toMatchObject({ permanent: true });

    expect(fatal).toEqual([expect.stringContaining('SLACK_BOT_TOKEN (account_inactive)')]);
  });

  it.each([
    ['no way for Slack to reach it', undefined],
    ['an empty signing secret', new Secret('')],
  ])('is refused with %s', (_what, signingSecret) => {
    expect(() =>
      createSlack({
        botToken: new Secret('xoxb-1'),
        appToken: undefined,
        signingSecret,
        apiUrl: 'https://slack.com/api/',
        command: '/devices',
        log: { info: () => {}, warn: () => {}, error: () => {} },
        now: Date.now,
        onFatal: () => {},
      }),
    ).toThrow(RangeError);
  });
});

describe.each([
  ['over Socket Mode', false],
  ['over signed HTTP', true],
])('the stop, %s', (_name, http) => {
  it('waits for what is being answered, and takes nothing new', async () => {
    const world = await sandbox();
    let finish = (): void => {};
    const blocked = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { slack, ran, requests } = await run(world, {
      http,
      respond: async (_request, answers) => {
        await blocked;
        await answers.privately(said('finished'));
      },
    });
    const dana = world.person('U0DANA');
    await dana.say('it-helpdesk', '/devices');
    expect(ran).toHaveLength(1);

    let isStopped = false;
    const stopped = slack.stop().then(() => {
      isStopped = true;
    });
    await expect.poll(slack.ready).toBe(false);
    expect((await dana.say('it-helpdesk', '/devices again')).problem).not.toBeNull();
    expect(isStopped).toBe(false);
    expect(requests).toHaveLength(1);
    finish();
    await stopped;

    await dana.waitForMessage('finished');
    expect(world.sockets.count()).toBe(0);
  });
});

it('takes no request that was still arriving when it stopped', async () => {
  const world = await sandbox();
  const { slack, requests, url } = await run(world, { http: true });
  const body = 'command=%2Fdevices&text=list&user_id=U0DANA&team_id=T0123&trigger_id=1';
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', workspace.app.signingSecret).update(`v0:${timestamp}:${body}`);
  const status = await new Promise((resolve, reject) => {
    const sending = request(url(), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': body.length,
        'X-Slack-Request-Timestamp': timestamp,
        'X-Slack-Signature': `v0=${digest.digest('hex')}`,
        Expect: '100-continue',
      },
    });
    // The server has the headers.
    sending.on('continue', () => {
      void slack.stop();
      sending.end(body);
    });
    sending.on('response', ({ statusCode }) => resolve(statusCode));
    sending.on('error', reject);
    sending.flushHeaders();
  });

  expect(status).toBe(503);
  expect(requests).toEqual([]);
});

it('stops while Slack can not be reached', async () => {
  const world = await sandbox();
  const { slack, start } = prepare(world, { apiUrl: 'http://127.0.0.1:9/api/' });
  const started = start().catch((error: unknown) => error);
  await slack.stop();

  expect(await started).toBeInstanceOf(Error);
});
