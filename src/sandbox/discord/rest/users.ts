import { asText } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { botPerson, channelPayload, guildPayload, userPayload } from '../payloads.ts';
import type { World } from '../world.ts';
import { RestError } from './error.ts';
import { ok, route } from './route.ts';

/** The bot itself, its application, people, and where the gateway is. */
export const userRoutes = [
  route('GET', '/gateway', ({ world }) => ok({ url: world.gateway.info()['url'] })),
  route('GET', '/gateway/bot', ({ world }) => ok(world.gateway.info())),
  route('GET', '/users/@me', ({ world }) =>
    ok({
      ...userPayload(botPerson(world.options)),
      verified: true,
      mfa_enabled: false,
      locale: 'en-US',
      flags: 0,
      email: null,
    }),
  ),
  route('GET', '/users/@me/guilds', ({ world }) =>
    ok(
      world.guilds
        .guilds()
        .filter(({ installed }) => installed !== false)
        .map((guild) => guildPayload(world, guild)),
    ),
  ),
  route('GET', '/users/{user_id}', ({ world, parts }) => {
    const person = world.guilds.person(parts['user_id'] ?? '');
    if (!person) throw new RestError(10013);
    return ok(userPayload(person));
  }),
  route('POST', '/users/@me/channels', ({ world, body }) => {
    const person = world.guilds.person(asText(body['recipient_id']));
    if (!person) throw new RestError(10013);
    if (person.isBot) throw new RestError(50007);
    return ok(channelPayload(world, world.guilds.directWith(person.id)));
  }),
  route('GET', '/applications/@me', ({ world }) => ok(applicationPayload(world))),
  route('GET', '/oauth2/applications/@me', ({ world }) => ok(applicationPayload(world))),
];

function applicationPayload({ options, guilds }: World): JsonObject {
  const { id, name } = options.app;
  return {
    id,
    name,
    icon: null,
    description: '',
    summary: '',
    type: null,
    bot_public: false,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    flags: 0,
    hook: true,
    owner: userPayload(botPerson(options)),
    team: null,
    bot: userPayload(botPerson(options)),
    approximate_guild_count: guilds.guilds().filter(({ installed }) => installed !== false).length,
    approximate_user_install_count: 0,
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    integration_types_config: { '0': {} },
  };
}
