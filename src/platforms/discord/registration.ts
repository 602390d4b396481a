import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type {
  APIApplicationCommandBasicOption,
  APIApplicationCommandOptionChoice,
  APIApplicationCommandSubcommandOption,
  LocalizationMap,
  RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Command } from '../../core/command.ts';
import { cut } from '../../core/cut.ts';
import { longestLabel } from '../../core/label.ts';
import type { Choice, OptionSpec } from '../../core/option.ts';
import type { InLanguages, TranslatedName, TranslatedOption, Translations } from '../../core/translations.ts';
import { limits } from './limits.ts';

type Registered = Pick<Command, 'name' | 'description' | 'options'>;

/**
 * What Discord has to know of the slash command: a subcommand for each command, with its options.
 *
 * @param name without the slash
 * @throws {RangeError} where there is more of something than Discord takes
 */
export function discordCommand(
  name: string,
  commands: readonly Registered[],
  translations: Translations,
): RESTPostAPIChatInputApplicationCommandsJSONBody {
  atMost(commands.length, limits.commandOptions, 'commands');
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...described('List the devices of an address, and change them', translations.root),
    // A fence around it, not the authority: administrators of the server open it to those who shall see it.
    default_member_permissions: '0',
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: commands.map((command) => subcommand(command, translations)),
  };
}

/**
 * What is sent of it: where it is used and who installs it can't be said of a command of one server.
 *
 * @param guild undefined: for every server of the bot
 */
export function bodyFor(
  { contexts, integration_types: types, ...body }: RESTPostAPIChatInputApplicationCommandsJSONBody,
  guild: string | undefined,
): object {
  return guild === undefined ? { ...body, contexts, integration_types: types } : body;
}

function subcommand(
  { name, description, options }: Registered,
  { commands }: Translations,
): APIApplicationCommandSubcommandOption {
  const translated = commands[name];
  const specs = Object.entries(options);
  atMost(specs.length, limits.commandOptions, 'options of a command');
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...described(description, translated),
    options: specs
      .map(([option, spec]) => renderOption(option, spec, translated?.options[option]))
      // Discord wants what is required first.
      .toSorted((a, b) => Number(b.required) - Number(a.required)),
  };
}

function renderOption(
  name: string,
  spec: OptionSpec,
  translated: TranslatedOption | undefined,
): APIApplicationCommandBasicOption {
  const option = {
    type: ApplicationCommandOptionType.String,
    name,
    ...described(spec.description, translated),
  } as const;
  const required = spec.optional !== true;
  switch (spec.kind) {
    case 'email':
    case 'device':
      return { ...option, required, autocomplete: true };
    case 'label':
      return { ...option, required, max_length: longestLabel };
    case 'search':
      return { ...option, required, max_length: limits.choiceText };
    // Both have something that is taken where nothing is chosen.
    case 'choice':
      return { ...option, required: false, choices: renderChoices(spec.choices, translated) };
    case 'choices':
      return { ...option, required: false, choices: renderChoices(selections(spec.choices), translated) };
  }
}

/** Every way to choose one or more: an option of Discord takes one value. The most first, as that is what is usual. */
export function selections(choices: readonly Choice[]): readonly Choice[] {
  const all: (readonly Choice[])[] = [[]];
  for (const choice of choices) all.push(...all.map((set) => [...set, choice]));
  return all
    .filter((set) => set.length > 0)
    .toSorted((a, b) => b.length - a.length)
    .map((set) => ({
      value: set.map(({ value }) => value).join(','),
      label: set.map(({ label }) => label).join(', '),
    }));
}

function renderChoices(
  choices: readonly Choice[],
  translated: TranslatedOption | undefined,
): APIApplicationCommandOptionChoice<string>[] {
  atMost(choices.length, limits.choices, 'choices of an option');
  return choices.map(({ value, label }) => {
    const words = translated?.choices?.[value];
    return {
      name: cut(label, limits.choiceText),
      value,
      ...(words ? { name_localizations: localized(words) } : {}),
    };
  });
}

function described(description: string, translated: TranslatedName | undefined) {
  return {
    description: cut(description, limits.commandDescription),
    ...(translated
      ? {
          name_localizations: localized(translated.name),
          description_localizations: localized(translated.description),
        }
      : {}),
  };
}

/** Discord has no Spanish of no country. */
function localized({ fr, de, it, es }: InLanguages): LocalizationMap {
  return { fr, de, it, 'es-ES': es };
}

function atMost(count: number, most: number, what: string): void {
  if (count > most) throw new RangeError(`Discord takes at most ${most} ${what}, not ${count}`);
}
