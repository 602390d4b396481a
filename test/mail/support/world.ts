import { afterAll, beforeAll } from 'vitest';
import { databaseProxy, type DatabaseProxy } from '../../support/database-proxy.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import type { Dovecot, DovecotOptions, StartDovecot } from './dovecot.ts';
import { startRelay, type Relay } from './relay.ts';

/** A mail server on a database of the test file's own. */
export interface World {
  readonly database: TestDatabase;
  readonly dovecot: Dovecot;
  /** Between Dovecot and the database: stops and starts it for Dovecot alone. */
  readonly proxy: DatabaseProxy;
  readonly relay: Relay;
}

/** Call it at the top of the file, or of a `describe`. */
export function mailWorld(
  start: StartDovecot,
  {
    prepare,
    ...options
  }: Omit<DovecotOptions, 'database' | 'relayPort'> & {
    /** What has to be done to the database before Dovecot connects. */
    readonly prepare?: (database: TestDatabase) => Promise<void>;
  } = {},
): World {
  const database = testDatabase();
  let parts: Omit<World, 'database'> | undefined;

  beforeAll(async () => {
    await prepare?.(database);
    const proxy = await databaseProxy(database.bot);
    const relay = await startRelay();
    const dovecot = await start({ ...options, database: proxy.target, relayPort: relay.port });
    parts = { proxy, relay, dovecot };
  }, 60_000);

  afterAll(async () => {
    await parts?.dovecot.stop();
    await parts?.relay.stop();
    await parts?.proxy.close();
  }, 60_000);

  const known = (): Omit<World, 'database'> => {
    if (!parts) throw new Error('The mail server runs only inside tests and hooks');
    return parts;
  };
  return {
    database,
    get dovecot() {
      return known().dovecot;
    },
    get proxy() {
      return known().proxy;
    },
    get relay() {
      return known().relay;
    },
  };
}
