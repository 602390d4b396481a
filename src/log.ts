import pino from 'pino';
import type { DestinationStream, Logger, LoggerOptions } from 'pino';

/** A second net. The first is that secrets are `Secret`s, which print as [secret]. */
const secretFields = ['token', 'password', 'hash', 'response_url'];

/** An error can be its own cause, by way of others. */
const deepestCause = 5;

/**
 * What is written of an error: its fields are picked by name.
 *
 * pino's own serializer copies whatever an error carries, and the errors here carry secrets: Drizzle writes the
 * query's parameters into the message, PostgreSQL shows the row in `detail`, and an SDK keeps the request.
 */
export function serializeError(error: unknown): Readonly<Record<string, unknown>> {
  return serialized(error, deepestCause);
}

function serialized(error: unknown, depth: number): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  // Only looked at, and written only where they are plain.
  const { code, status } = error as { readonly code?: unknown; readonly status?: unknown };
  return {
    type: error.name,
    message: firstLine(error),
    stack: frames(error),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: serialized(error.cause, depth - 1) }),
  };
}

/** Drizzle's message is `Failed query: …\nparams: …`: the parameters start on the second line. */
function firstLine({ message }: Error): string {
  return message.replace(/\n.*/s, '');
}

/** The stack, less its first lines: those repeat the message, of which any line may look like a frame. */
function frames({ message, stack = '' }: Error): readonly string[] {
  return stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}

/** The serializer is for `err` alone; an error by another name would be written with all that it carries. */
function withPlainErrors(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      name !== 'err' && value instanceof Error ? serializeError(value) : value,
    ]),
  );
}

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
    formatters: { log: withPlainErrors },
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
    // Without a message pino takes the error's own, all of it.
    hooks: {
      logMethod(given, method) {
        if (given.length === 1 && typeof given[0] === 'object') method.call(this, given[0], 'no message');
        else method.apply(this, given);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
