import { afterEach, describe, expect, it, vi } from 'vitest';
import { createBan } from '../../../src/sandbox/discord/rest/ban.ts';
import { auditChannel, call, client, dana, discord, helpChannel } from './setup.ts';

const messages = `/channels/${auditChannel}/messages`;

describe('rate limits', () => {
  /** Time stands still, so that a slow machine fills the same bucket. */
  function stopTime(): void {
    vi.useFakeTimers({ toFake: ['Date'] });
  }
  afterEach(() => void vi.useRealTimers());

  it('count calls against a bucket, and say so in headers', async () => {
    stopTime();
    const sandbox = await discord();
    const posts = [];
    for (let count = 0; count < 6; count += 1)
      posts.push(await call(sandbox, 'POST', messages, { content: 'x' }));
    expect(posts.map(({ headers }) => headers.get('x-ratelimit-remaining'))).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
    ]);
    const last = posts[5];
    expect(last).toMatchObject({ status: 429, global: false, message: 'You are being rate limited.' });
    expect(Number(last?.headers.get('retry-after'))).toBeCloseTo(Number(last?.['retry_after']), 2);
    expect(last?.headers.get('x-ratelimit-scope')).toBe('user');
    expect((await call(sandbox, 'POST', `/channels/${helpChannel}/messages`, { content: 'x' })).status).toBe(
      200,
    );
  });

  it('count each channel alone, and are heeded by discord.js before they are met', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    const channel = await connected.channels.fetch(auditChannel);
    if (!channel?.isSendable()) throw new Error('no such channel');
    await Promise.all(Array.from({ length: 6 }, (_, index) => channel.send(`Event ${index}`)));
    expect(sandbox.log.calls('POST /channels').map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200, 200,
    ]);
  });

  it('hold up the whole bot at more than 50 calls a second, but not its answers', async () => {
    stopTime();
    const sandbox = await discord();
    const statuses = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const path = index % 2 === 0 ? `/users/${dana}` : '/users/@me';
        return (await call(sandbox, 'GET', path)).status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(await call(sandbox, 'GET', '/gateway/bot')).toMatchObject({ status: 429, global: true });
    const callback = await call(sandbox, 'POST', '/interactions/1/x/callback', { type: 5 }, '');
    expect(callback).toMatchObject({ code: 10062 });
  });

  it('can be left out', async () => {
    const sandbox = await discord({ rateLimits: false });
    for (let count = 0; count < 7; count += 1) {
      expect((await call(sandbox, 'POST', messages, { content: 'x' })).status).toBe(200);
    }
  });

  it('turn an address away after 10,000 answers of 401, 403 and 429 in ten minutes', () => {
    const ban = createBan();
    for (let count = 0; count < 9999; count += 1) ban.count([401, 403, 429][count % 3] ?? 0);
    ban.count(404);
    expect(ban.isBanned()).toBe(false);
    ban.count(401);
    expect(ban.isBanned()).toBe(true);
  });
});
