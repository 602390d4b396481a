import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { urlOf } from '../http.ts';
import { createActs } from './acts.ts';
import { createAudience } from './audience.ts';
import { createCommands } from './commands.ts';
import { dispatch } from './deliver.ts';
import { createPerson } from './driver.ts';
import { createGateway } from './gateway/gateway.ts';
import { createGuilds } from './guilds.ts';
import { tellChanges } from './guild-events.ts';
import { createInteractions } from './interactions.ts';
import { createJournal } from './journal.ts';
import { createMessages } from './messages.ts';
import { createFaultPlan } from './misbehave.ts';
import { createModals } from './modals.ts';
import { createNonces } from './nonces.ts';
import type { DiscordOptions } from './options.ts';
import { botPerson, guildCreatePayload, userPayload } from './payloads.ts';
import { createRest } from './rest/server.ts';
import type { DiscordSandbox } from './sandbox.ts';
import { createWindow } from './window.ts';
import type { World } from './world.ts';

/**
 * Starts a Discord that speaks Discord's wire protocols, so that discord.js connects to it by `rest: { api }`.
 *
 * @throws {Error} with code EADDRINUSE where the port is taken
 */
export async function startDiscord(options: DiscordOptions): Promise<DiscordSandbox> {
  const server = createServer();
  const port = await listen(server, options.port ?? 0);
  const world = createWorld(options, `http://127.0.0.1:${port}`);
  const acts = createActs(world);
  const window = createWindow(world, acts);
  const rest = createRest(world);
  tellChanges(world);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    if (window.request(request, response)) return;
    const [, path] = /^\/api(?:\/v\d+)?(\/.*)$/.exec(urlOf(request, world.origin).pathname) ?? [];
    // A request that broke off while it was read: there is nobody left to answer.
    rest(request, response, path ?? '/').catch(() => request.socket.destroy());
  }

  server.on('request', handle);
  server.on('upgrade', (request, socket, head) => {
    if (!world.gateway.upgrade(request, socket, head) && !window.upgrade(request, socket, head))
      socket.destroy();
  });

  return {
    api: `${world.origin}/api`,
    window,
    person: (id) => createPerson(world, acts, id),
    misbehave: world.faults,
    gateway: world.gateway.controls,
    log: world.journal,
    guilds: world.guilds,
    commands: world.commands,
    redeliver: ({ kind, payload }) => void dispatch(world, kind, payload),
    stop: async () => {
      await world.gateway.stop();
      window.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createWorld(options: DiscordOptions, origin: string): World {
  const guilds = createGuilds(options);
  const audience = createAudience();
  const keep = options.keep ?? 5000;
  const installed = () => guilds.guilds().filter((guild) => guild.installed !== false);
  const world: World = {
    options,
    origin,
    guilds,
    audience,
    commands: createCommands(options.app.id, () => audience.tellAll({ type: 'stale' })),
    messages: createMessages(guilds, audience, keep),
    modals: createModals(audience),
    interactions: createInteractions(keep),
    nonces: createNonces(options.nonceLifetime ?? 3 * 60_000),
    journal: createJournal(keep),
    faults: createFaultPlan(),
    gateway: createGateway({
      origin,
      token: options.app.token,
      privilegedIntents: options.app.privilegedIntents ?? 0,
      heartbeatInterval: options.heartbeatInterval ?? 41_250,
      installed: () => installed().map(({ id }) => id),
      ready: () => ({
        v: 10,
        user: userPayload(botPerson(options)),
        guilds: installed().map(({ id }) => ({ id, unavailable: true })),
        private_channels: [],
        relationships: [],
        presences: [],
        geo_ordered_rtc_regions: [],
        guild_join_requests: [],
        session_type: 'normal',
        user_settings: {},
        application: { id: options.app.id, flags: 0 },
      }),
      afterReady: () =>
        installed().map((guild) => ({ type: 'GUILD_CREATE', data: guildCreatePayload(world, guild) })),
    }),
  };
  return world;
}

async function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
