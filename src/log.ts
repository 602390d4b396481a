import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';

/**
 * What is written of an error: its fields are picked by name.
 *
 * pino's own serializer copies whatever an error carries, and the errors here carry secrets: Drizzle writes the
 * query's parameters into the message, PostgreSQL shows the row in `detail`, and an SDK keeps the request.
 */
export function serializeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error };
  // Only looked at, and written only where they are plain.
  const { code, status } = error as { readonly code?: unknown; readonly status?: unknown };
  return {
    type: error.name,
    message: firstLine(error),
    stack: frames(error),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(typeof status === 'number' ? { status } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}

/** Drizzle's message is `Failed query: …\nparams: …`: the parameters start on the second line. */
function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0] ?? '';
}

/** The stack, less its first lines: those repeat the message. */
function frames({ stack }: Error): readonly string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
}

export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError },
    // A second net. The first is that secrets are `Secret`s, which print as [secret].
    redact: { paths: ['*.token', '*.password', '*.hash', '*.response_url'], censor: '[secret]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
