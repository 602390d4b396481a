import { UserError } from '../src/core/errors.ts';

export interface DatabaseCode {
  /** A SQLSTATE, or a code of the driver or of a socket. */
  readonly code: string;
  readonly constraint: string | undefined;
  /** Of our own SQLSTATEs only. Elsewhere it can show the row. */
  readonly detail: string | undefined;
}

/**
 * What went wrong, without what it went wrong with: Drizzle's message holds the parameters, and the driver's error the
 * statement and the row, so password hashes. It has no cause for that reason.
 */
export class DatabaseFailure extends Error {
  override readonly name = 'DatabaseFailure';
  readonly code: string;

  constructor({ code, constraint }: DatabaseCode) {
    super(`The database answered ${code}${constraint ? ` (${constraint})` : ''}`);
    this.code = code;
  }
}

/** Finds the code among the causes: Drizzle wraps the driver's error. Never told apart by its text. */
export function codeOf(error: unknown): DatabaseCode | undefined {
  if (!(error instanceof Error)) return undefined;
  // An error has whatever its maker gave it; each field is looked at before it is used.
  const {
    code,
    constraint_name: constraint,
    detail,
  } = error as {
    readonly code?: unknown;
    readonly constraint_name?: unknown;
    readonly detail?: unknown;
  };
  if (typeof code !== 'string') return codeOf(error.cause);
  return {
    code,
    constraint: typeof constraint === 'string' ? constraint : undefined,
    detail: code.startsWith('PS') && typeof detail === 'string' ? detail : undefined,
  };
}

/** The statement never ran, or was undone: it couldn't be sent, timed out, or gave way to another. */
const nothingChanged = new Set(
  [
    'ECONNREFUSED ENOENT EACCES ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH CONNECT_TIMEOUT CONNECTION_ENDED',
    // Starting or stopping; too many connections.
    '57P03 53300',
    // Statement timeout; lock timeout; deadlock; serialization; read-only.
    '57014 55P03 40P01 40001 25006',
  ].flatMap((codes) => codes.split(' ')),
);

/** The connection broke: whether the statement was done is not known. */
const lost = new Set(
  [
    'CONNECTION_CLOSED CONNECTION_DESTROYED ECONNRESET EPIPE ETIMEDOUT',
    // Stopped by an administrator, or by a crash of another backend; connection failures.
    '57P01 57P02 08000 08003 08006',
  ].flatMap((codes) => codes.split(' ')),
);

export const isLost = (error: unknown): boolean => lost.has(codeOf(error)?.code ?? '');
export const isAway = (error: unknown): boolean => nothingChanged.has(codeOf(error)?.code ?? '');

/** What a person is told, or a defect without anything secret in it. */
export function explain(error: unknown): Error {
  if (error instanceof UserError) return error;
  if (isAway(error)) return unreachable();
  if (isLost(error)) return uncertain();
  const found = codeOf(error);
  if (found?.code === 'PS002') {
    return new UserError(
      'too-many-changes',
      `You were given ${found.detail ?? 'as many'} new passwords within a minute, which is the limit. Try again in a minute.`,
    );
  }
  if (found) return new DatabaseFailure(found);
  return error instanceof Error ? error : new Error('Something that is no error was thrown');
}

export function unreachable(): UserError {
  return new UserError(
    'try-again',
    "The database can't be reached. Nothing was changed. Try again in a moment.",
  );
}

export function uncertain(): UserError {
  return new UserError(
    'try-again',
    'The connection to the database broke just then. Look at the list, in a moment, before you try again.',
  );
}
