import { asList, asText, isObject, without } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { problemsOfCommand } from './judge/command.ts';
import { refuseBody, RestError } from './rest/error.ts';
import { newSnowflake } from './snowflake.ts';

/** Of chat input commands, in one scope. @see https://docs.discord.com/developers/interactions/application-commands#registering-a-command */
const mostCommands = 100;

/** What the app registered: for everywhere (`null`), or for one guild. Each as Discord's API shows it. */
export interface Commands {
  readonly list: (guild: string | null) => readonly JsonObject[];
  readonly find: (guild: string | null, id: string) => JsonObject | undefined;
  /** One of the same name is replaced and keeps its id. @throws {RestError} */
  readonly create: (
    guild: string | null,
    command: JsonObject,
  ) => { readonly command: JsonObject; readonly isNew: boolean };
  /** Replaces all. @throws {RestError} */
  readonly set: (guild: string | null, commands: readonly unknown[]) => readonly JsonObject[];
  /** @throws {RestError} */
  readonly change: (guild: string | null, id: string, change: JsonObject) => JsonObject;
  /** @throws {RestError} */
  readonly remove: (guild: string | null, id: string) => void;
}

export function createCommands(application: string, changed: () => void): Commands {
  const scopes = new Map<string | null, ReadonlyMap<string, JsonObject>>();
  const of = (guild: string | null): ReadonlyMap<string, JsonObject> => scopes.get(guild) ?? new Map();

  function store(guild: string | null, commands: ReadonlyMap<string, JsonObject>): void {
    if (commands.size > mostCommands) throw new RestError(30032);
    scopes.set(guild, commands);
    changed();
  }

  /** Names are unique by type, in one scope. */
  function sameName(guild: string | null, { name, type }: JsonObject): JsonObject | undefined {
    return [...of(guild).values()].find((one) => one['name'] === name && one['type'] === (type ?? 1));
  }

  function complete(guild: string | null, command: JsonObject, old?: JsonObject): JsonObject {
    return {
      type: 1,
      name_localizations: null,
      description: '',
      description_localizations: null,
      nsfw: false,
      ...(guild === null ? { contexts: null, integration_types: [0] } : { guild_id: guild }),
      ...without(command, 'id'),
      default_member_permissions: asBits(command['default_member_permissions']),
      id: asText(old?.['id']) || newSnowflake(),
      application_id: application,
      version: newSnowflake(),
    };
  }

  function known(guild: string | null, id: string): JsonObject {
    const command = of(guild).get(id);
    if (!command) throw new RestError(10063);
    return command;
  }

  return {
    list: (guild) => [...of(guild).values()],
    find: (guild, id) => of(guild).get(id),
    create: (guild, given) => {
      refuseBody(problemsOfCommand(given));
      const old = sameName(guild, given);
      const command = complete(guild, given, old);
      store(guild, new Map([...of(guild), [asText(command['id']), command]]));
      return { command, isNew: old === undefined };
    },
    set: (guild, given) => {
      refuseBody(given.flatMap((command, index) => problemsOfCommand(command, [index])));
      const names = given.filter(isObject).map(({ name, type }) => `${Number(type ?? 1)} ${asText(name)}`);
      const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
      if (twice !== -1) {
        refuseBody([
          {
            path: [twice, 'name'],
            code: 'APPLICATION_COMMANDS_DUPLICATE_NAME',
            message: 'Application command names must be unique',
          },
        ]);
      }
      const commands = given
        .filter(isObject)
        .map((command) => complete(guild, command, sameName(guild, command)));
      store(guild, new Map(commands.map((command) => [asText(command['id']), command])));
      return commands;
    },
    change: (guild, id, change) => {
      const old = known(guild, id);
      const merged = { ...old, ...change };
      refuseBody(problemsOfCommand(merged));
      const command = complete(guild, merged, old);
      store(guild, new Map([...of(guild), [id, command]]));
      return command;
    },
    remove: (guild, id) => {
      known(guild, id);
      store(guild, new Map([...of(guild)].filter(([other]) => other !== id)));
    },
  };
}

/** Discord takes text and numbers, and shows text. */
function asBits(permissions: unknown): string | null {
  return typeof permissions === 'number' ? String(permissions) : asText(permissions) || null;
}

/** Without `with_localizations=true` Discord leaves the translations out, at every depth. */
export function withoutLocalizations(command: JsonObject): JsonObject {
  return {
    ...without(command, 'name_localizations', 'description_localizations'),
    ...(command['options'] === undefined
      ? {}
      : { options: asList(command['options']).filter(isObject).map(withoutLocalizations) }),
    ...(command['choices'] === undefined
      ? {}
      : { choices: asList(command['choices']).filter(isObject).map(withoutLocalizations) }),
  };
}
