import { GatewayIntentBits, Status } from 'discord.js';
import type { Client } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { DiscordSandbox } from '../../../src/sandbox/discord/sandbox.ts';
import {
  admins,
  call,
  client,
  dana,
  devicesCommand,
  discord,
  guild,
  newClient,
  options,
  soon,
} from './setup.ts';

/** A bot that answers every command at once, and counts them. */
async function answering(
  sandbox: DiscordSandbox,
): Promise<{ readonly client: Client; readonly ids: string[] }> {
  const ids: string[] = [];
  sandbox.commands.set(null, [devicesCommand]);
  const connected = await client(sandbox, (listening) =>
    listening.on('interactionCreate', (interaction) => {
      ids.push(interaction.id);
      // A duplicate is refused, as it should be.
      if (interaction.isChatInputCommand()) interaction.reply({ content: 'Hello' }).catch(() => {});
    }),
  );
  return { client: connected, ids };
}

const help = async (sandbox: DiscordSandbox) => sandbox.person(dana).command('it-helpdesk', 'devices help');

describe('the gateway', () => {
  it.each<[string, (sandbox: DiscordSandbox) => void]>([
    ['is cut', (sandbox) => sandbox.gateway.drop()],
    ['asks for a new connection (op 7)', (sandbox) => sandbox.gateway.reconnect()],
    ['closes with 4000', (sandbox) => sandbox.gateway.close(4000)],
    ['calls the session invalid, but resumable (op 9)', (sandbox) => sandbox.gateway.invalidate(true)],
  ])('when it %s, is resumed, and what came meanwhile is delivered', async (_name, disturb) => {
    const sandbox = await discord();
    const { ids } = await answering(sandbox);
    disturb(sandbox);
    await soon(() => sandbox.gateway.sessions().length).toBe(1);

    const { problem, interaction } = await help(sandbox);

    expect(problem).toBeNull();
    expect(ids).toEqual([interaction]);
    expect(sandbox.gateway.identifies()).toBe(1);
  });

  it('holds what comes while nobody is connected, and replays it in order', async () => {
    const sandbox = await discord();
    const { ids } = await answering(sandbox);
    sandbox.gateway.drop();
    await soon(() => sandbox.gateway.count()).toBe(0);

    const sent = [help(sandbox), help(sandbox)];
    expect(sandbox.log.deliveries().map(({ outcome }) => outcome)).toEqual(['held', 'held']);

    const outcomes = await Promise.all(sent);
    expect(ids).toEqual(outcomes.map(({ interaction }) => interaction));
  });

  it(
    'forgets an invalid session: what comes until the next sign-in reaches nobody',
    { timeout: 30_000 },
    async () => {
      const sandbox = await discord({ interactionLifetime: 100 });
      const { client: bot, ids } = await answering(sandbox);
      sandbox.gateway.invalidate();

      expect((await help(sandbox)).problem).toBe('no_answer');
      expect(sandbox.log.deliveries()[0]?.outcome).toBe('unreachable');
      await expect.poll(() => sandbox.gateway.identifies(), { timeout: 20_000 }).toBe(2);
      // A client that is ended between IDENTIFY and READY may never say that it is closed.
      await soon(() => bot.ws.shards.first()?.status).toBe(Status.Ready);
      expect(ids).toEqual([]);
    },
  );

  it('delivers each interaction to every process of the app, and to one twice on demand', async () => {
    const sandbox = await discord();
    const one = await answering(sandbox);
    const other = await answering(sandbox);
    sandbox.misbehave.deliveries({ copies: 2 });

    const { interaction } = await help(sandbox);

    await soon(() => [one.ids, other.ids]).toEqual([
      [interaction, interaction],
      [interaction, interaction],
    ]);
    expect(sandbox.person(dana).messages()).toHaveLength(1);
  });

  it('delivers again what was delivered', async () => {
    const sandbox = await discord();
    const { ids } = await answering(sandbox);
    const { interaction } = await help(sandbox);
    const [delivery] = sandbox.log.deliveries();
    if (!delivery) throw new Error('nothing was delivered');
    sandbox.redeliver(delivery);
    await soon(() => ids).toEqual([interaction, interaction]);
  });

  it('tells of a role and a channel that are gone', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox);
    sandbox.guilds.removeRole(guild, admins);
    await soon(() => connected.guilds.cache.get(guild)?.roles.cache.has(admins)).toBe(false);
    const [channel] = options.guilds[0]?.channels ?? [];
    sandbox.guilds.removeChannel(channel?.id ?? '');
    await soon(() => connected.channels.cache.has(channel?.id ?? '')).toBe(false);
    sandbox.guilds.install(guild, false);
    await soon(() => connected.guilds.cache.size).toBe(0);
  });

  it('counts sign-ins against the thousand of a day', async () => {
    const sandbox = await discord();
    await client(sandbox);
    expect(await call(sandbox, 'GET', '/gateway/bot')).toMatchObject({
      session_start_limit: { total: 1000, remaining: 999 },
    });
  });

  it.each([
    ['a wrong token', 'wrong', [GatewayIntentBits.Guilds], '401'],
    ['a privileged intent', options.app.token, [GatewayIntentBits.GuildMembers], 'disallowed intents'],
  ])('refuses %s', async (_name, token, intents, message) => {
    const sandbox = await discord();
    const refused = newClient(sandbox.api, {}, { intents });
    const errors: string[] = [];
    refused.on('error', (error) => errors.push(error.message));
    refused.on('shardError', (error) => errors.push(error.message));
    const login = refused.login(token).catch((error: unknown) => errors.push(String(error)));
    await soon(() => errors.join(' ')).toMatch(new RegExp(message.replace('401', 'token|401'), 'i'));
    await login;
  });
});

/** A connection without discord.js, to say what it never would. */
async function raw(sandbox: DiscordSandbox, version = 10) {
  const { url } = await call(sandbox, 'GET', '/gateway/bot');
  const socket = new WebSocket(`${String(url)}?v=${version}&encoding=json`);
  const frames: { readonly op: number; readonly t?: string; readonly d: unknown }[] = [];
  let code = 0;
  socket.on('message', (data: Buffer) => {
    // Every frame of the sandbox has this shape.
    frames.push(JSON.parse(data.toString('utf8')) as (typeof frames)[number]);
  });
  socket.on('close', (closed) => {
    code = closed;
  });
  await new Promise((resolve) => {
    socket.once('open', resolve);
  });
  return {
    frames,
    code: () => code,
    send: (frame: object | string) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    end: () => socket.terminate(),
  };
}

const identify = {
  op: 2,
  d: { token: options.app.token, intents: 1, properties: { os: 'linux', browser: 'test', device: 'test' } },
};

describe('a connection', () => {
  it.each<[string, readonly (object | string)[], number]>([
    ['an unknown opcode', [{ op: 42, d: null }], 4001],
    ['what is not JSON', ['hello'], 4002],
    ['more than 4096 bytes', [{ op: 1, d: 'x'.repeat(4096) }], 4002],
    ['something before it signs in', [{ op: 3, d: {} }], 4003],
    ['a wrong token', [{ ...identify, d: { ...identify.d, token: 'x' } }], 4004],
    ['a second sign-in', [identify, identify], 4005],
    ['a RESUME with a wrong token', [{ op: 6, d: { token: 'x', session_id: 'x', seq: 1 } }], 4004],
    ['121 frames in a minute', Array.from({ length: 121 }, () => ({ op: 1, d: null })), 4008],
    ['a shard that can’t be', [{ ...identify, d: { ...identify.d, shard: [2, 1] } }], 4010],
    ['a shard that is no number', [{ ...identify, d: { ...identify.d, shard: ['x', 1] } }], 4010],
    ['intents that there are not', [{ ...identify, d: { ...identify.d, intents: 1 << 30 } }], 4013],
    ['a privileged intent', [{ ...identify, d: { ...identify.d, intents: 3 } }], 4014],
  ])('that sends %s is closed', async (_name, frames, code) => {
    const sandbox = await discord();
    const connection = await raw(sandbox);
    for (const frame of frames) connection.send(frame);
    await soon(connection.code).toBe(code);
  });

  it('of another version is closed', async () => {
    const connection = await raw(await discord(), 5);
    await soon(connection.code).toBe(4012);
  });

  it('gets HELLO, READY, its guilds, and an answer to each heartbeat', async () => {
    const connection = await raw(await discord({ heartbeatInterval: 5000 }));
    await soon(() => connection.frames[0]).toEqual({ op: 10, d: { heartbeat_interval: 5000 } });
    connection.send(identify);
    connection.send({ op: 1, d: 1 });
    await soon(() => connection.frames.map(({ op, t }) => t ?? op)).toEqual([
      10,
      'READY',
      'GUILD_CREATE',
      11,
    ]);
    connection.end();
  });

  it('for more than 2,500 guilds in one shard is closed, until the bot leaves one', async () => {
    // All of them in the first of two shards.
    const guilds = Array.from({ length: 2501 }, (_, index) => ({
      id: String((BigInt(index) << 23n) + 1n),
      name: `Guild ${index}`,
      roles: [],
      channels: [],
      members: [],
    }));
    const sandbox = await discord({ guilds });
    const signIn = async (shard?: readonly number[]) => {
      const connection = await raw(sandbox);
      connection.send({ ...identify, d: { ...identify.d, shard } });
      await soon(() => connection.code() > 0 || connection.frames.some(({ t }) => t === 'READY')).toBe(true);
      connection.end();
      return connection.code();
    };

    expect(await signIn()).toBe(4011);
    expect(await signIn([0, 2])).toBe(4011);
    expect(await signIn([1, 2])).toBe(0);
    sandbox.guilds.install(String((7n << 23n) + 1n), false);
    expect(await signIn()).toBe(0);
  });

  it('that goes silent is closed', async () => {
    const connection = await raw(await discord({ heartbeatInterval: 50 }));
    await soon(connection.code).toBe(4009);
  });

  it('that resumes an unknown session is sent to sign in', async () => {
    const connection = await raw(await discord());
    connection.send({ op: 6, d: { token: options.app.token, session_id: 'x', seq: 1 } });
    await soon(() => connection.frames.at(-1)).toEqual({ op: 9, d: false });
    connection.end();
  });

  it('can take a session over from one that is not closed yet, and keeps it when that one closes', async () => {
    const sandbox = await discord();
    const old = await raw(sandbox);
    old.send(identify);
    await soon(() => sandbox.gateway.sessions()).toHaveLength(1);
    const [session] = sandbox.gateway.sessions();
    const resume = { token: options.app.token, session_id: session };
    const late = await raw(sandbox);
    late.send({ op: 6, d: { ...resume, seq: 2 } });
    await soon(() => late.frames.at(-1)?.t).toBe('RESUMED');
    old.end();
    await soon(() => sandbox.gateway.count()).toBe(1);
    sandbox.guilds.removeRole(guild, admins);
    await soon(() => late.frames.at(-1)?.t).toBe('GUILD_ROLE_DELETE');

    const wrong = await raw(sandbox);
    wrong.send({ op: 6, d: { ...resume, seq: 99 } });
    await soon(wrong.code).toBe(4007);
    late.end();
  });
});
