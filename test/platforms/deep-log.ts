import type { Log } from '../../src/core/ports.ts';

/** As strict as a log can't be: it writes down all that it is given, deeply. */
export function createDeepLog(lines: string[]): Log {
  const write = (fields: object, message: string): void => {
    lines.push(`${message} ${describe(fields)}`);
  };
  return { info: write, warn: write, error: write };
}

function describe(value: unknown): string {
  if (value instanceof Error) {
    const own = Object.entries(value).map(([key, inner]) => `${key}=${describe(inner)}`);
    return `${value.name}: ${value.message} ${own.join(' ')} ${describe(value.cause)} ${value.stack ?? ''}`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}=${describe(inner)}`)
    .join(' ');
}
