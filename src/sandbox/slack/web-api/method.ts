import { asList, asText, parseJson } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { World } from '../world.ts';

/** Slack's refusal of a call, as `{ ok: false, error, … }`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly more: JsonObject;

  constructor(code: string, more: JsonObject = {}) {
    super(code);
    this.code = code;
    this.more = more;
  }
}

export interface Method {
  readonly token: 'bot' | 'app' | 'either';
  /** One of them is enough. None: no scope is needed. */
  readonly scopes: readonly string[];
  /** @throws {ApiError} */
  readonly run: (world: World, args: JsonObject) => JsonObject;
}

/** An argument that form bodies carry as JSON and JSON bodies as itself. */
export function readJson(value: unknown): unknown {
  return typeof value === 'string' ? parseJson(value) : value;
}

/** Ids in a list, or in one text with commas. */
export function readIds(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',').filter((id) => id !== '');
  return asList(value).map(asText);
}

/** @param error which word goes with it: messages say `invalid_blocks`, views `invalid_arguments` */
export function refuse(error: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new ApiError(error, {
    ...(error === 'invalid_blocks' ? { errors: problems } : {}),
    response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
  });
}
