import { Routes } from 'discord.js';
import type { REST, RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import { z } from 'zod';
import type { Secret } from '../../core/secret.ts';
import { createClients } from './clients.ts';
import { fatalSentence } from './fatal.ts';
import { fateOfCall } from './fate.ts';
import { bodyFor } from './registration.ts';

const application = z.object({ id: z.string() });
const registered = z.array(z.looseObject({ id: z.string(), name: z.string(), type: z.number().optional() }));

type Body = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Discord did not take the commands. Its message says what to do. */
export class RegistrationError extends Error {
  override readonly name = 'RegistrationError';
}

export interface RegisterOptions {
  readonly token: Secret;
  readonly apiUrl: string;
  /** Undefined: in every server of the bot. */
  readonly guild: string | undefined;
}

/**
 * Tells Discord of the command, where what it has differs.
 *
 * @throws {RegistrationError}
 */
export async function registerCommand(
  body: Body,
  { token, apiUrl, guild }: RegisterOptions,
): Promise<'created' | 'changed' | 'unchanged'> {
  const clients = createClients(token, apiUrl);
  try {
    return await register(clients.bot, body, guild);
  } catch (error) {
    if (error instanceof RegistrationError) throw error;
    const { code } = fateOfCall(error);
    throw new RegistrationError(
      fatalSentence(code) ?? `Discord did not take the commands (${code}). ${adviceFor(code)}`,
    );
  } finally {
    clients.close();
  }
}

/** What Discord has of the command: nothing, as it should be, or something else. */
export type Registration = 'missing' | 'same' | 'different';

/**
 * Reads what Discord has of the command, and changes nothing.
 *
 * @throws what the library throws
 */
export async function findRegistration(
  rest: REST,
  body: Body,
  guild: string | undefined,
): Promise<Registration> {
  return (await find(rest, body, guild)).state;
}

async function find(rest: REST, body: Body, guild: string | undefined) {
  const { data: app } = application.safeParse(await rest.get(Routes.currentApplication()));
  if (!app) throw new RegistrationError('Discord names no application for DISCORD_TOKEN.');
  const all =
    guild === undefined ? Routes.applicationCommands(app.id) : Routes.applicationGuildCommands(app.id, guild);
  const { data: known = [] } = registered.safeParse(
    await rest.get(all, { query: new URLSearchParams({ with_localizations: 'true' }) }),
  );
  const before = known.find(({ name, type = body.type }) => name === body.name && type === body.type);
  if (!before) return { state: 'missing', all } as const;
  const one =
    guild === undefined
      ? Routes.applicationCommand(app.id, before.id)
      : Routes.applicationGuildCommand(app.id, guild, before.id);
  return { state: isSame(bodyFor(body, guild), before) ? 'same' : 'different', one } as const;
}

async function register(rest: REST, body: Body, guild: string | undefined) {
  const found = await find(rest, body, guild);
  switch (found.state) {
    case 'missing':
      await rest.post(found.all, { body: bodyFor(body, guild) });
      return 'created';
    case 'same':
      return 'unchanged';
    case 'different':
      await rest.patch(found.one, { body: bodyFor(body, guild) });
      return 'changed';
  }
}

/** Whether what Discord has says all of what is wanted. It adds ids and versions, and leaves out what is false. */
function isSame(want: unknown, have: unknown): boolean {
  if (Array.isArray(want)) {
    const list: readonly unknown[] = Array.isArray(have) ? have : [];
    return want.length === list.length && want.every((one, index) => isSame(one, list[index]));
  }
  if (typeof want !== 'object' || want === null)
    return want === (have ?? (want === false ? false : undefined));
  // Checked just now; an index signature is all that is known of it.
  const fields = (typeof have === 'object' && have !== null ? have : {}) as Readonly<Record<string, unknown>>;
  const isLoose = Object.entries(want).every(([key, value]) => isSame(value, fields[key]));
  return isLoose && forgotten.every((key) => key in want || isEmpty(fields[key]));
}

/** What an older release had, and this one has no more. */
const forgotten = [
  'options',
  'choices',
  'autocomplete',
  'min_length',
  'max_length',
  'name_localizations',
] as const;

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)
  );
}

function adviceFor(code: string): string {
  return code === '50001' || code === '10004'
    ? 'Invite the bot to that server with the scopes bot and applications.commands, and try again.'
    : 'Try again in a moment: what Discord has already is not sent again.';
}
