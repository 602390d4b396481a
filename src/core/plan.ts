import { decodeArguments, parseActionId, type ReadArguments, staleButton } from './action-id.ts';
import { type AnyAction, type Command, exampleOf } from './command.ts';
import { quoted } from './email-address.ts';
import { UserError } from './errors.ts';
import { nearest } from './nearest.ts';
import type { ParsedOptions } from './option.ts';
import { fieldErrors, parseFilled, parseValues, parseWords, splitWords } from './parse-options.ts';
import type { Request } from './platform.ts';
import type { Registry } from './registry.ts';

/** What a request asks for, read without asking anybody: enough to acknowledge it, nothing is looked up. */
export type Plan =
  | { readonly kind: 'command'; readonly command: Command; readonly options: ParsedOptions }
  | {
      readonly kind: 'action';
      readonly action: AnyAction;
      readonly arguments: ReadArguments;
      readonly options: ParsedOptions;
    }
  | {
      readonly kind: 'field-errors';
      readonly action: AnyAction;
      readonly errors: Readonly<Record<string, string>>;
    };

/** The word that may be left out: `/devices alice@example.com` lists. */
const defaultCommand = 'list';

/** @throws {UserError} `unknown-command`, `bad-option`, `unclosed-quote`, `stale-button` */
export function readRequest(registry: Registry, request: Request): Plan {
  if (request.kind === 'command') return readCommand(registry, request.words);
  if (request.kind === 'filled-command') {
    const command = registry.command(request.command);
    if (!command) throw unknownCommand(registry, request.command);
    return { kind: 'command', command, options: parseFilled(command.options, request.values) };
  }
  const id = parseActionId(request.id);
  const action = id && registry.action(id.name);
  if (!action) throw staleButton();
  const found = decodeArguments(action.arguments, id.fields);
  if (request.kind === 'action') {
    // A button can't stand in for a form: its fields would be empty.
    if (Object.keys(action.fields).length > 0) throw staleButton();
    return { kind: 'action', action, arguments: found, options: {} };
  }
  const errors = fieldErrors(action.fields, request.values);
  if (Object.keys(errors).length > 0) return { kind: 'field-errors', action, errors };
  return { kind: 'action', action, arguments: found, options: parseValues(action.fields, request.values) };
}

function readCommand(registry: Registry, typed: string | readonly string[]): Plan {
  const words = typeof typed === 'string' ? splitWords(typed) : typed;
  const [first] = words;
  const named = first === undefined ? undefined : registry.command(first.toLowerCase());
  const command = named ?? registry.command(defaultCommand);
  if (!command) throw new Error('There is no command to list devices');
  // With an `@`, a word was meant as an address, so that is what is wrong with it.
  if (!named && first !== undefined && !first.includes('@')) throw unknownCommand(registry, first);
  const options = parseWords(command.options, named ? words.slice(1) : words, exampleOf(command));
  return { kind: 'command', command, options };
}

function unknownCommand(registry: Registry, word: string): UserError {
  const name = nearest(
    word,
    registry.commands.map((command) => command.name),
  );
  const command = name === undefined ? undefined : registry.command(name);
  const list = registry.command(defaultCommand);
  return new UserError(
    'unknown-command',
    command
      ? `There is no command ${quoted(word)}. Did you mean ${command.name}? An example: ${exampleOf(command)}`
      : `There is no command ${quoted(word)}, and an address is typed whole. An example: ${list ? exampleOf(list) : '/devices help'}. /devices help shows all commands.`,
  );
}
