import { DiscordAPIError, HTTPError } from 'discord.js';
import type { Client } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { RestFault } from '../../../src/sandbox/discord/misbehave.ts';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import { auditChannel, call, client, dana, devicesCommand, discord, options, soon } from './setup.ts';

const messages = `/channels/${auditChannel}/messages`;

async function post(connected: Client, content = 'Event 1'): Promise<unknown> {
  const channel = await connected.channels.fetch(auditChannel);
  if (!channel?.isSendable()) throw new Error('no such channel');
  return channel.send({ content, nonce: content, enforceNonce: true });
}

/** What discord.js makes of it. */
async function failure(doing: Promise<unknown>): Promise<unknown> {
  return doing.then(
    () => 'none',
    (error: unknown) => error,
  );
}

function seen(sandbox: DiscordSandbox): readonly string[] {
  return sandbox
    .person(dana)
    .messages()
    .map(({ text }) => text);
}

describe('a planned fault', () => {
  it.each<[string, RestFault, readonly string[]]>([
    ['503 is tried again', { kind: 'status', status: 503 }, ['Event 1']],
    [
      '429 for the route is waited out',
      { kind: 'rate-limited', scope: 'bucket', retryAfterSeconds: 0.05 },
      ['Event 1'],
    ],
    [
      '429 for the bot is waited out',
      { kind: 'rate-limited', scope: 'global', retryAfterSeconds: 0.05 },
      ['Event 1'],
    ],
  ])('of %s by discord.js', async (_name, fault, expected) => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    sandbox.misbehave.rest('POST /channels', fault);
    await post(connected);
    expect(seen(sandbox)).toEqual(expected);
    expect(sandbox.log.calls('POST /channels').map((one) => one.fault)).toEqual([fault.kind, null]);
  });

  it.each<[string, RestFault, number]>([
    ['401', { kind: 'refused', status: 401, code: 0 }, 0],
    ['403 with 50001', { kind: 'refused', status: 403, code: 50001 }, 50001],
    ['404 with 10003', { kind: 'refused', status: 404, code: 10003 }, 10003],
  ])('of %s is told to the app, and nothing is done', async (_name, fault, code) => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    sandbox.misbehave.rest('POST /channels', fault);
    const error = await failure(post(connected));
    expect(error).toBeInstanceOf(DiscordAPIError);
    expect(error).toMatchObject({ code });
    expect(seen(sandbox)).toEqual([]);
  });

  it('of 5xx without end is an error', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    sandbox.misbehave.rest('POST /channels', { kind: 'status', status: 500 }, { times: 2 });
    expect(await failure(post(connected))).toBeInstanceOf(HTTPError);
  });

  it('of a cut connection leaves undone what was asked', async () => {
    const sandbox = await discord();
    sandbox.misbehave.rest('POST /channels', { kind: 'reset' });
    expect(await failure(call(sandbox, 'POST', messages, { content: 'x' }))).toBeInstanceOf(Error);
    expect(seen(sandbox)).toEqual([]);
  });

  it('of a lost answer is done, and a nonce keeps the second try from doing it again', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    sandbox.misbehave.rest('POST /channels', { kind: 'lost-answer' });
    await failure(post(connected));
    await post(connected);
    expect(seen(sandbox)).toEqual(['Event 1']);
  });

  it('of a cut answer is done, and the answer breaks off in its body', async () => {
    const sandbox = await discord();
    sandbox.misbehave.rest('POST /channels', { kind: 'cut-answer' });
    const answer = await fetch(`${sandbox.api}/v10${messages}`, {
      method: 'POST',
      headers: { Authorization: `Bot ${options.app.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ content: 'x' }),
    });
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('terminated');
    expect(seen(sandbox)).toEqual(['x']);
  });

  it('of a hang says nothing until the app gives up', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox, () => {}, { timeout: 100, retries: 0 });
    sandbox.misbehave.rest('POST /channels', { kind: 'hang' });
    expect(await failure(post(connected))).toMatchObject({ name: 'AbortError' });
    expect(seen(sandbox)).toEqual([]);
  });

  it('of a slow answer says it later', async () => {
    const sandbox = await discord();
    sandbox.misbehave.rest('any', { kind: 'slow', milliseconds: 100 });
    const before = performance.now();
    expect((await call(sandbox, 'POST', messages, { content: 'x' })).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(90);
  });

  it('of a lost first answer meets the second try with “already acknowledged”', async () => {
    const sandbox = await discord();
    let error: unknown;
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        void failure(interaction.deferReply({ flags: 64 })).then(async () => {
          error = await failure(interaction.deferReply({ flags: 64 }));
        });
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);
    sandbox.misbehave.rest('callback', { kind: 'lost-answer' });
    expect((await sandbox.person(dana).command('it-helpdesk', 'devices help')).problem).toBeNull();
    await soon(() => error).toMatchObject({ code: 40060 });
  });

  it('meets only the calls it was planned for, and ends when asked to behave', async () => {
    const sandbox = await discord();
    sandbox.misbehave.rest(
      'POST /channels',
      { kind: 'status', status: 500 },
      { when: ({ content }) => content === 'x' },
    );
    expect((await call(sandbox, 'POST', messages, { content: 'y' })).status).toBe(200);
    sandbox.misbehave.behave();
    expect((await call(sandbox, 'POST', messages, { content: 'x' })).status).toBe(200);
  });

  it('of a delivery held back takes its time from the three seconds', async () => {
    const sandbox = await discord({ interactionLifetime: 200 });
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (interaction.isChatInputCommand()) interaction.reply({ content: 'x' }).catch(() => {});
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);
    sandbox.misbehave.deliveries({ delay: 300 });
    const { problem } = await sandbox.person(dana).command('it-helpdesk', 'devices help');
    expect(problem).toBe('no_answer');
    await soon(() => sandbox.log.calls('callback')[0]?.code).toBe(10062);
  });
});

describe('a muted gateway', () => {
  it('stays open, and the app finds out by its heartbeats', async () => {
    const sandbox = await discord({ heartbeatInterval: 300 });
    const connected = await client(sandbox);
    sandbox.gateway.mute();
    await soon(() => sandbox.log.calls().length).toBeGreaterThan(0);
    await expect
      .poll(() => connected.ws.shards.first()?.status, { timeout: 10_000, interval: 20 })
      .not.toBe(0);
    await expect.poll(() => connected.ws.shards.first()?.status, { timeout: 10_000 }).toBe(0);
    expect(sandbox.gateway.identifies()).toBe(1);
  });

  it('that closes sign-ins does it as often as planned', async () => {
    const sandbox = await discord();
    sandbox.gateway.refuse(4014);
    await expect(client(sandbox)).rejects.toThrow(/disallowed intents/i);
    expect((await client(sandbox)).user?.id).toBe(options.app.id);
  });
});
