import type { JsonObject } from '../../json.ts';
import { withoutLocalizations } from '../commands.ts';
import { RestError } from './error.ts';
import { nothing, ok, route } from './route.ts';
import type { Call, Route } from './route.ts';

/** Global commands, and those of one guild: the same routes twice. */
export const commandRoutes: readonly Route[] = [
  ...routesUnder('/applications/{application_id}/commands'),
  ...routesUnder('/applications/{application_id}/guilds/{guild_id}/commands'),
];

function routesUnder(all: string): readonly Route[] {
  const one = `${all}/{command_id}`;
  return [
    route('GET', all, (call) =>
      ok(call.world.commands.list(scope(call)).map((command) => shown(call, command))),
    ),
    route('POST', all, (call) => {
      const { command, isNew } = call.world.commands.create(scope(call), call.body);
      return { status: isNew ? 201 : 200, body: command };
    }),
    route('PUT', all, (call) => ok(call.world.commands.set(scope(call), call.list))),
    route('GET', one, (call) => {
      const command = call.world.commands.find(scope(call), idOf(call));
      if (!command) throw new RestError(10063);
      return ok(command);
    }),
    route('PATCH', one, (call) => ok(call.world.commands.change(scope(call), idOf(call), call.body))),
    route('DELETE', one, (call) => {
      call.world.commands.remove(scope(call), idOf(call));
      return nothing;
    }),
  ];
}

/** @throws {RestError} 10002, 50001 */
function scope({ world, parts }: Call): string | null {
  if (parts['application_id'] !== world.options.app.id) throw new RestError(10002);
  const { guild_id: id } = parts;
  if (id === undefined) return null;
  const guild = world.guilds.guild(id);
  if (!guild || guild.installed === false) throw new RestError(50001);
  return id;
}

function idOf({ parts }: Call): string {
  return parts['command_id'] ?? '';
}

function shown({ query }: Call, command: JsonObject): JsonObject {
  return query.get('with_localizations') === 'true' ? command : withoutLocalizations(command);
}
