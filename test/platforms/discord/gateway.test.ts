import { Client, Events, GatewayIntentBits } from 'discord.js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually, ids, prepare, run, said, sandbox } from './support.ts';

describe('the gateway', () => {
  it('asks for servers alone, and is ready once Discord took it in', async () => {
    const discord = await sandbox();
    const { discord: adapter, start } = prepare(discord);
    expect([adapter.ready(), adapter.sockets()]).toEqual([false, 0]);
    await start();

    expect([adapter.ready(), adapter.sockets()]).toEqual([true, 1]);
    expect(discord.gateway.count()).toBe(1);
    expect(discord.gateway.intents()).toEqual([GatewayIntentBits.Guilds]);
  });

  it('is tried again for as long as Discord can’t be reached at the start', async () => {
    const discord = await sandbox();
    const { discord: adapter, start, logged } = prepare(discord);
    discord.misbehave.rest('gateway/bot', { kind: 'status', status: 503 }, { times: 4 });
    await start();

    expect(adapter.ready()).toBe(true);
    expect(logged()).toContain('http_503');
  });

  it.each(['drop', 'reconnect'] as const)(
    'takes up its session again after a %s, and loses nothing',
    async (how) => {
      const discord = await sandbox();
      const { discord: adapter, ran } = await run(discord);
      discord.gateway[how]();
      await eventually(() => !adapter.ready());
      const dana = discord.person(ids.dana);
      const outcome = await dana.command(ids.help, 'devices help');

      expect(outcome.problem).toBeNull();
      await eventually(() => ran.length === 1);
      expect(discord.gateway.identifies()).toBe(1);
      await eventually(() => adapter.ready());
    },
  );

  it('that is half-dead is opened again, and what comes then is answered', async () => {
    const discord = await sandbox({ heartbeatInterval: 300 });
    const { ran } = await run(discord);
    discord.gateway.mute();
    const dana = discord.person(ids.dana);

    await expect
      .poll(async () => (await dana.command(ids.help, 'devices help')).problem, { timeout: 15_000 })
      .toBeNull();
    await eventually(() => ran.length > 0);
  }, 30_000);

  it('that turns a new connection away is asked again, and the log says so', async () => {
    const discord = await sandbox();
    const { discord: adapter, logged, ran } = await run(discord);
    discord.gateway.turnAway(1);
    discord.gateway.drop();
    await eventually(() => logged().includes('discord gateway failed'));
    await eventually(() => adapter.ready());
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');

    expect(ran).toHaveLength(1);
    expect(discord.gateway.identifies()).toBe(1);
  });

  it('outlives an error of the client, and the log says so', async () => {
    const logins = vi.spyOn(Client.prototype, 'login');
    onTestFinished(() => {
      logins.mockRestore();
    });
    const discord = await sandbox();
    const { discord: adapter, logged, ran } = await run(discord);
    const client: unknown = logins.mock.contexts[0];
    if (!(client instanceof Client)) throw new Error('nobody signed in');
    client.emit(Events.Error, new Error('of the library'));

    expect(logged()).toContain('discord client failed');
    expect(adapter.ready()).toBe(true);
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');
    expect(ran).toHaveLength(1);
  });

  it('begins a new session where the old one is no longer valid', async () => {
    const discord = await sandbox();
    const { discord: adapter, ran } = await run(discord);
    discord.gateway.invalidate();
    await eventually(() => discord.gateway.identifies() === 2);
    await eventually(() => adapter.ready());
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');

    expect(ran).toHaveLength(1);
  }, 20_000);

  it.each([
    [4004, 'DISCORD_TOKEN'],
    [4010, 'the shard that Postern asked for'],
    [4011, 'more servers than Postern can serve'],
    [4012, 'newest Postern'],
    [4013, 'what Postern asks to hear'],
    [4014, 'hear of its servers'],
  ])('that Discord closes with %i ends with a sentence', async (code, words) => {
    const discord = await sandbox();
    const { discord: adapter, fatal } = await run(discord);
    discord.gateway.close(code);
    await eventually(() => fatal.length > 0);

    expect(fatal).toEqual([expect.stringContaining(words)]);
    expect(adapter.ready()).toBe(false);
  });

  it.each([4004, 4014])('that Discord refuses with %i is not tried again', async (code) => {
    const discord = await sandbox();
    const { start, fatal } = prepare(discord);
    discord.gateway.refuse(code);

    await expect(start()).rejects.toMatchObject({ name: 'FatalError' });
    expect(fatal).toHaveLength(1);
  });

  it('does not begin with a token that Discord refuses', async () => {
    const discord = await sandbox();
    const { start, fatal } = prepare(discord, { token: 'MTAw.wrong.token' });

    await expect(start()).rejects.toThrow('Discord refuses DISCORD_TOKEN (401)');
    expect(fatal).toHaveLength(1);
    expect(discord.gateway.identifies()).toBe(0);
  });
});

describe('a stop', () => {
  it('takes nothing new, and ends what was begun', async () => {
    const discord = await sandbox();
    let finish = (): void => {};
    const {
      discord: adapter,
      ran,
      logged,
    } = await run(discord, {
      respond: async (_request, answers) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        await answers.privately(said('Ended'));
      },
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await eventually(() => ran.length === 1);
    let isStopped = false;
    const stopping = adapter.stop().then(() => {
      isStopped = true;
    });
    expect(adapter.ready()).toBe(false);
    const late = await dana.command(ids.help, 'devices whoami');
    expect(isStopped).toBe(false);
    finish();
    await stopping;

    expect(dana.messages(ids.help).map(({ text }) => text.includes('Ended'))).toContain(true);
    expect(late.problem).toBe('no_answer');
    expect(ran).toHaveLength(1);
    expect(discord.gateway.count()).toBe(0);
    // It was closed, not lost.
    expect(logged()).not.toContain('gateway lost');
  }, 10_000);

  it('ends a start that found no Discord', async () => {
    const discord = await sandbox();
    const { discord: adapter, start } = prepare(discord, { apiUrl: 'http://127.0.0.1:9/api' });
    const starting = start().catch((error: unknown) => error);
    await adapter.stop();

    expect(await starting).toBeInstanceOf(Error);
  });
});
