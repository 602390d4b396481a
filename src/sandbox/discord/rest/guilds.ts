import type { GuildRecord } from '../guilds.ts';
import {
  botPerson,
  channelPayload,
  guildPayload,
  memberPayload,
  rolePayloads,
  userPayload,
} from '../payloads.ts';
import type { World } from '../world.ts';
import { RestError } from './error.ts';
import { ok, route } from './route.ts';

/** Guilds, as far as a bot that is in them may look. */
export const guildRoutes = [
  route('GET', '/guilds/{guild_id}', ({ world, parts }) =>
    ok(guildPayload(world, joined(world, parts['guild_id']))),
  ),
  route('GET', '/guilds/{guild_id}/roles', ({ world, parts }) =>
    ok(rolePayloads(joined(world, parts['guild_id']))),
  ),
  route('GET', '/guilds/{guild_id}/channels', ({ world, parts }) => {
    const guild = joined(world, parts['guild_id']);
    const inside = world.guilds.channels().filter((one) => one.guild === guild.id && one.bot !== 'nothing');
    return ok(inside.map((channel) => channelPayload(world, channel)));
  }),
  route(
    'GET',
    '/guilds/{guild_id}/members/{user_id}',
    ({ world, parts }) => {
      const guild = joined(world, parts['guild_id']);
      const { user_id: id = '' } = parts;
      const { options } = world;
      if (id === options.app.id) {
        return ok({ ...memberPayload({ user: id, roles: [] }), user: userPayload(botPerson(options)) });
      }
      const person = world.guilds.person(id);
      if (!person) throw new RestError(10013);
      const member = guild.members.get(id);
      if (!member) throw new RestError(10007);
      return ok({ ...memberPayload(member), user: userPayload(person) });
    },
    { limit: { calls: 5, seconds: 1 } },
  ),
];

/** @throws {RestError} 10004, also for a guild that the bot was thrown out of */
function joined({ guilds }: World, id = ''): GuildRecord {
  const guild = guilds.guild(id);
  if (!guild || guild.installed === false) throw new RestError(10004);
  return guild;
}
