import { afterAll, beforeAll } from 'vitest';
import { databaseProxy, type DatabaseProxy } from '../../support/database-proxy.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import type { Dovecot, DovecotOptions, StartDovecot } from './dovecot.ts';
import { startRelay, type Relay } from './relay.ts';

/** A mail server on a database of the test file's own. */
export interface World {
  readonly database: TestDatabase;
  readonly dovecot: Dovecot;
  /** Between Dovecot and the database of the run. */
  readonly proxy: DatabaseProxy;
  readonly relay: Relay;
}

interface Parts extends Pick<World, 'dovecot' | 'relay'> {
  readonly proxy: DatabaseProxy | undefined;
}

/** Call it at the top of the file, or of a `describe`. */
export function mailWorld(
  start: StartDovecot,
  {
    prepare,
    own,
    ...options
  }: Omit<DovecotOptions, 'database' | 'relayPort'> & {
    /** What has to be done to the database before Dovecot connects. */
    readonly prepare?: (database: TestDatabase) => Promise<void>;
    /** In place of one of the run, and reached by Dovecot without anything in between. */
    readonly own?: TestDatabase;
  } = {},
): World {
  const database = own ?? testDatabase();
  let parts: Parts | undefined;

  beforeAll(async () => {
    await prepare?.(database);
    const proxy = own ? undefined : await databaseProxy(database.bot);
    const relay = await startRelay();
    const dovecot = await start({
      ...options,
      database: proxy?.target ?? database.bot,
      relayPort: relay.port,
    });
    parts = { proxy, relay, dovecot };
  }, 60_000);

  afterAll(async () => {
    await parts?.dovecot.stop();
    await parts?.relay.stop();
    await parts?.proxy?.close();
  }, 60_000);

  const known = (): Parts => {
    if (!parts) throw new Error('The mail server runs only inside tests and hooks');
    return parts;
  };
  return {
    database,
    get dovecot() {
      return known().dovecot;
    },
    get proxy() {
      const { proxy } = known();
      if (!proxy) throw new Error('There is nothing between Dovecot and a database of its own');
      return proxy;
    },
    get relay() {
      return known().relay;
    },
  };
}
