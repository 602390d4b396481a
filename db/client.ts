import { drizzle } from 'drizzle-orm/postgres-js';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { DatabaseLogin } from './embedded/login.ts';
import { createPoolMeter, type PoolUsage } from './pool-usage.ts';

export type Database = PostgresJsDatabase;

/** A URL, as in DATABASE_URL, or the login of an embedded server. */
export type DatabaseTarget = string | DatabaseLogin;

export interface OpenDatabase {
  readonly db: Database;
  pool(): PoolUsage;
  /** Waits at most 3 s for what is running: no statement takes longer. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Connections. */
  readonly max?: number;
  /** CHANGES_PER_MINUTE: the database itself counts the passwords that an actor was given. */
  readonly changesPerMinute?: number;
}

/** The server gives a statement up before we stop waiting for it, so that we know that it changed nothing. */
const statementTimeoutMilliseconds = 2500;

/**
 * Opens the pool of the bot's login. Nothing is connected until something is asked.
 *
 * A database that is away is noticed within 3 s, and asked again at least every half second.
 */
export function openDatabase(target: DatabaseTarget, options: OpenOptions = {}): OpenDatabase {
  const { max = 10, changesPerMinute = 30 } = options;
  const client = connect(target, {
    max,
    backoff: (tries: number) => Math.min(0.05 * 2 ** tries, 0.5),
    // One statement a connection: one that waits for a lock holds up none, and a connection that breaks takes one along.
    // Transactions of the driver fail with it at once. That is meant: they can go on over another connection.
    max_pipeline: 0,
    connection: {
      application_name: 'postern',
      statement_timeout: statementTimeoutMilliseconds,
      // Otherwise it plans anew each time what it takes to be dear: in a large table, which lists and suggestions read by an index
      // all the same, that was a third to a half of the time of each.
      plan_cache_mode: 'force_generic_plan',
      // A setting of our own: the trigger that issues passwords reads it.
      'postern.changes_per_minute': String(changesPerMinute),
    },
  });
  // Drizzle asks everything by `unsafe`, and wants only what it has a name for to be prepared (0.45.4). Everything else would
  // be parsed and planned anew each time, after a round trip of its own that asks for its types.
  const { unsafe } = client;
  const meter = createPoolMeter(max);
  client.unsafe = (statement, parameters, options) =>
    meter.watch(unsafe(statement, parameters, { ...options, prepare: true }));
  return {
    // Drizzle changes how this client reads times. Nothing else may use it.
    db: drizzle(client, { logger: false }),
    pool: meter.usage,
    // It never counts a connection that broke as ended (3.4.9), so without the limit it would wait for ever.
    close: () => client.end({ timeout: 3 }),
  };
}

/** The types of the driver lack this one (3.4.9). */
type ConnectOptions = postgres.Options<Record<string, never>> & { readonly max_pipeline?: number };

/** A client of the driver, for what isn't asked through Drizzle. */
export function connect(target: DatabaseTarget, options: ConnectOptions = {}): postgres.Sql {
  const settings = {
    connect_timeout: 2.5,
    // Saves a round trip: arrays travel as JSON.
    fetch_types: false,
    onnotice: () => {},
    ...options,
  };
  if (typeof target !== 'string') return postgres({ ...settings, ...target });
  const { url, socketFolder } = splitSocketFolder(target);
  return postgres(url, socketFolder ? { ...settings, host: socketFolder } : settings);
}

/** `?host=/var/run/postgresql`, as libpq has it. The driver would take it for a setting of the server. */
function splitSocketFolder(target: string): { readonly url: string; readonly socketFolder: string | null } {
  const url = new URL(target);
  const socketFolder = url.searchParams.get('host');
  url.searchParams.delete('host');
  return { url: url.href, socketFolder };
}
