import type { JsonObject } from '../../json.ts';
import type { Path, Problem } from '../judge/report.ts';

/**
 * Discord's numbers for what can be wrong, with the status and the words that go with each.
 *
 * @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
 */
const errors = {
  10002: [404, 'Unknown Application'],
  10003: [404, 'Unknown Channel'],
  10004: [404, 'Unknown Guild'],
  10007: [404, 'Unknown Member'],
  10008: [404, 'Unknown Message'],
  10013: [404, 'Unknown User'],
  10015: [404, 'Unknown Webhook'],
  10062: [404, 'Unknown interaction'],
  10063: [404, 'Unknown application command'],
  30032: [400, 'Maximum number of application commands reached (100)'],
  40060: [400, 'Interaction has already been acknowledged.'],
  50001: [403, 'Missing Access'],
  50005: [403, 'Cannot edit a message authored by another user'],
  50006: [400, 'Cannot send an empty message'],
  50007: [403, 'Cannot send messages to this user'],
  50013: [403, 'Missing Permissions'],
  50027: [401, 'Invalid Webhook Token'],
  50035: [400, 'Invalid Form Body'],
  50109: [400, 'The request body contains invalid JSON.'],
  50278: [403, 'Cannot send messages to this user due to having no mutual guilds'],
} as const satisfies Readonly<Record<number, readonly [status: number, message: string]>>;

export type ErrorCode = keyof typeof errors;

/** Discord's refusal of a call, as `{ message, code, errors }`. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly code: number;
  readonly problems: readonly Problem[];

  constructor(
    code: ErrorCode | { readonly status: number; readonly message: string },
    problems: readonly Problem[] = [],
  ) {
    const [status, message] = typeof code === 'number' ? errors[code] : [code.status, code.message];
    super(message);
    this.status = status;
    this.code = typeof code === 'number' ? code : 0;
    this.problems = problems;
  }
}

/** What Discord says of a path that it doesn't have, a verb that it doesn't take there, and a token that isn't one. */
export const notFound = { status: 404, message: '404: Not Found' } as const;
export const methodNotAllowed = { status: 405, message: '405: Method Not Allowed' } as const;
export const unauthorized = { status: 401, message: '401: Unauthorized' } as const;

/** @throws {RestError} 50035, where there is a problem */
export function refuseBody(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new RestError(50035, problems);
}

/** The body of a planned refusal. */
export function errorBody(code: number): JsonObject {
  const known: Readonly<Record<number, readonly [number, string]>> = errors;
  return { message: known[code]?.[1] ?? (code === 0 ? unauthorized.message : 'Refused'), code };
}

export function toBody({ message, code, problems }: RestError): JsonObject {
  return problems.length === 0 ? { message, code } : { message, code, errors: nest(problems) };
}

/** `{ components: { 0: { label: { _errors: […] } } } }`, as Discord says where it is. */
function nest(problems: readonly Problem[]): JsonObject {
  const heads = new Set(problems.map(({ path }) => path[0]));
  const here = problems.filter(({ path }) => path.length === 0);
  return {
    ...(here.length === 0 ? {} : { _errors: here.map(({ code, message }) => ({ code, message })) }),
    ...Object.fromEntries(
      [...heads]
        .filter((head) => head !== undefined)
        .map((head) => [
          head,
          nest(
            problems
              .filter(({ path }) => path[0] === head)
              .map((problem) => ({ ...problem, path: problem.path.slice(1) })),
          ),
        ]),
    ),
  };
}

/** `components.0.label: Must be between 1 and 80 in length.`, for the journal. */
export function inWords({ path, message }: Problem): string {
  return `${pathInWords(path)}: ${message}`;
}

function pathInWords(path: Path): string {
  return path.length === 0 ? 'body' : path.join('.');
}
