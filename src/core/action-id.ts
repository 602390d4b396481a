import { UserError } from './errors.ts';
import type { AddressId, Device, DeviceId, Address } from './ports.ts';

/** Discord's custom_id, the shortest of all platforms. */
export const longestActionId = 100;

/** In front of every id. A release that changes what the arguments mean counts it up. */
const version = '1';

/**
 * What an argument is.
 *
 * - `address`, `device`: a key; the dispatcher looks it up, and checks the permission on its address.
 * - `integer`: a version of a device, a page, a number of an event.
 * - `word`: a digest or a search word.
 * - `page`: of the list that it came from, to go back to. Always the last: the first page is left out, as it was in buttons
 *   made before there was this argument.
 */
export type ArgumentKind = 'address' | 'device' | 'integer' | 'word' | 'page';
export type ArgumentSpecs = Readonly<Record<string, ArgumentKind>>;

interface Travelling {
  readonly address: AddressId;
  readonly device: DeviceId;
  readonly integer: number;
  readonly word: string;
  readonly page: number;
}

interface LookedUp {
  readonly address: Address;
  readonly device: Device;
  readonly integer: number;
  readonly word: string;
  readonly page: number;
}

/** What a button is made with. */
export type ArgumentInputs<S extends ArgumentSpecs> = { readonly [K in keyof S]: Travelling[S[K]] };
/** What an action gets. */
export type Arguments<S extends ArgumentSpecs> = { readonly [K in keyof S]: LookedUp[S[K]] };
/** In between: read from a click, not looked up yet. */
export type ReadArguments = Readonly<Record<string, string | number>>;

/**
 * `1:<action>:<argument>:<argument>`: the same string on every platform. It names things and grants nothing.
 *
 * @throws {RangeError} where it is longer than 100 characters; only a search word can make it so
 */
export function encodeActionId<S extends ArgumentSpecs>(
  name: string,
  specs: S,
  values: ArgumentInputs<S>,
): string {
  const fields = Object.entries(specs)
    .filter(([key, kind]) => kind !== 'page' || values[key] !== 0)
    .map(([key]) => encodeURIComponent(String(values[key])));
  const id = [version, name, ...fields].join(':');
  if (id.length > longestActionId) throw new RangeError(`The action id has ${id.length} characters: ${name}`);
  return id;
}

/** Undefined for what isn't ours, or of a version that we no longer read. */
export function parseActionId(
  id: string,
): { readonly name: string; readonly fields: readonly string[] } | undefined {
  const [idVersion, name, ...fields] = id.split(':');
  if (idVersion !== version || !name || id.length > longestActionId) return undefined;
  return { name, fields };
}

/** @throws {UserError} `stale-button` where the fields do not fit the action */
export function decodeArguments(specs: ArgumentSpecs, fields: readonly string[]): ReadArguments {
  const kinds = Object.entries(specs);
  const isFirstPage = kinds.at(-1)?.[1] === 'page' && fields.length === kinds.length - 1;
  const all = isFirstPage ? [...fields, '0'] : fields;
  if (kinds.length !== all.length) throw staleButton();
  return Object.fromEntries(kinds.map(([name, kind], index) => [name, decode(kind, all[index] ?? '')]));
}

function decode(kind: ArgumentKind, field: string): string | number {
  switch (kind) {
    case 'address':
    case 'device':
      // A bigint of PostgreSQL has at most 19 digits; 18 always fit.
      if (!/^[1-9]\d{0,17}$/.test(field)) throw staleButton();
      return field;
    case 'integer':
    case 'page':
      if (!/^\d{1,15}$/.test(field)) throw staleButton();
      return Number(field);
    case 'word':
      return decodeWord(field);
  }
}

function decodeWord(field: string): string {
  const word = unescaped(field);
  // None of ours has any, and PostgreSQL takes no NUL.
  if (/\p{Cc}/u.test(word)) throw staleButton();
  return word;
}

function unescaped(field: string): string {
  try {
    return decodeURIComponent(field);
  } catch (error) {
    throw staleButton(error);
  }
}

export function staleButton(cause?: unknown): UserError {
  return new UserError(
    'stale-button',
    'That button is no longer understood. Nothing was done. Type /devices and the address again.',
    { cause },
  );
}
