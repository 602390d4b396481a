/**
 * How to connect, as options of the driver. Not a URL: `postgres` takes no socket folder out of one.
 *
 * There is no password: the kernel tells PostgreSQL who connects (peer authentication).
 */
export interface DatabaseLogin {
  /** The folder of the Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
}
