/** Why there is no PostgreSQL of our own, in a sentence for the person who started Postern. It always names the way out. */
export class EmbeddedDatabaseError extends Error {
  override readonly name = 'EmbeddedDatabaseError';

  /** @param reason a whole sentence that names nothing secret */
  constructor(reason: string, cause?: unknown) {
    super(
      `${reason} To use a PostgreSQL that you run yourself, set DATABASE_URL and DATABASE_OWNER_URL.`,
      cause === undefined ? undefined : { cause },
    );
  }
}

/** The system's own short word for what went wrong, such as EACCES. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
