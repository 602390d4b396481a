import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { Secret } from '../../../src/core/secret.ts';
import { keepSocket } from '../../../src/platforms/slack/socket.ts';
import { prepare, run, sandbox } from './support.ts';

describe('the sockets', () => {
  it('are two', async () => {
    const world = await sandbox();
    const { slack } = await run(world);

    await expect.poll(world.sockets.count).toBe(2);
    expect(slack.ready()).toBe(true);
  });

  it('lose no command while one after the other is cut', async () => {
    const world = await sandbox();
    const { ran } = await run(world);
    const dana = world.person('U0DANA');
    await expect.poll(world.sockets.count).toBe(2);
    const outcomes: unknown[] = [];
    for (let command = 0; command < 60; command += 1) {
      if (command % 10 === 5) {
        // Only while the other is there, as Slack does when it moves connections.
        await expect.poll(world.sockets.count, { timeout: 10_000 }).toBe(2);
        world.sockets.drop(1);
      }
      outcomes.push(await dana.say('it-helpdesk', `/devices ${command}`));
    }

    expect(outcomes).toEqual(Array.from({ length: 60 }, () => ({ problem: null })));
    expect(ran.map((request) => request.kind === 'command' && request.words)).toEqual(
      Array.from({ length: 60 }, (_, command) => String(command)),
    );
    await expect.poll(world.sockets.count, { timeout: 10_000 }).toBe(2);
  });

  it('come back when Slack asks them to move', async () => {
    const world = await sandbox();
    const { slack } = await run(world);
    await expect.poll(world.sockets.count).toBe(2);
    const opened = world.log.calls('apps.connections.open').length;
    world.sockets.disconnect('refresh_requested', 10);

    await expect
      .poll(() => world.log.calls('apps.connections.open').length, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(opened + 2);
    await expect.poll(world.sockets.count, { timeout: 10_000 }).toBe(2);
    expect(slack.ready()).toBe(true);
  });

  it.each([
    ['503', { kind: 'status', status: 503 }],
    ['resets', { kind: 'reset' }],
    ['too many calls', { kind: 'rate-limited', retryAfterSeconds: 30 }],
    ['words of trouble', { kind: 'error', error: 'internal_error' }],
  ] as const)(
    'come back after a row of %s',
    async (_what, fault) => {
      const world = await sandbox();
      const { slack, fatal } = await run(world);
      await expect.poll(world.sockets.count).toBe(2);
      world.misbehave.api('apps.connections.open', fault, { times: 6 });
      world.sockets.drop();

      await expect.poll(slack.ready).toBe(false);
      await expect.poll(slack.ready, { timeout: 30_000 }).toBe(true);
      expect(await world.person('U0DANA').say('it-helpdesk', '/devices')).toEqual({ problem: null });
      expect(fatal).toEqual([]);
    },
    60_000,
  );

  it('are opened anew where the other side has gone silent, long before the 30 s that a farewell may take', async () => {
    let opened = 0;
    const silent = createServer((_request, response) => {
      const { port } = silent.address() as AddressInfo;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/` }));
    });
    const upgrades = new WebSocketServer({ noServer: true });
    silent.on('upgrade', (request, socket, head) => {
      opened += 1;
      upgrades.handleUpgrade(request, socket, head, (connection) => {
        connection.send(JSON.stringify({ type: 'hello' }), () => connection.pause());
      });
    });
    await new Promise<void>((resolve) => {
      silent.listen(0, '127.0.0.1', resolve);
    });
    const { port } = silent.address() as AddressInfo;
    const socket = keepSocket({
      name: 'only',
      appToken: new Secret('xapp-1'),
      apiUrl: `http://127.0.0.1:${port}/api/`,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      deliver: () => Promise.resolve(),
      onConnected: () => {},
      onFatal: () => {},
    });

    await expect.poll(() => opened, { timeout: 25_000 }).toBe(2);
    await socket.close();
    silent.closeAllConnections();
    silent.close();
  }, 30_000);

  it.each(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'missing_scope'])(
    'end with a sentence where Slack says %s, at the start',
    async (error) => {
      const world = await sandbox();
      world.misbehave.api('apps.connections.open', { kind: 'error', error }, { times: 9 });
      const { start, fatal } = prepare(world);

      await expect(start()).rejects.toThrow(/SLACK_APP_TOKEN.*start Postern again/s);
      expect(fatal).toHaveLength(1);
      expect(fatal[0]).toContain(error);
      expect(fatal[0]).not.toContain('xapp');
    },
  );

  it('end with a sentence where the token is taken back later', async () => {
    const world = await sandbox();
    const { fatal } = await run(world);
    await expect.poll(world.sockets.count).toBe(2);
    world.misbehave.api('apps.connections.open', { kind: 'error', error: 'token_revoked' }, { times: 9 });
    world.sockets.drop();

    await expect
      .poll(() => fatal, { timeout: 10_000 })
      .toEqual([expect.stringMatching(/SLACK_APP_TOKEN \(token_revoked\)/)]);
  });
});
