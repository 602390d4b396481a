import type postgres from 'postgres';
import { afterAll, beforeAll } from 'vitest';
import { connect, openDatabase, type OpenDatabase } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import type { TestDatabase } from './database.ts';
import { loginAs, type TestLogin } from './database-server.ts';
import { createStoppableServer, type StoppableServer } from './stoppable-server.ts';

export type StoppableDatabase = TestDatabase & Pick<StoppableServer, 'start' | 'stopImmediately'>;

/** A database on a server of this test file's own, for what happens when that stops. Call it at the top of the file. */
export function stoppableDatabase(): StoppableDatabase {
  const clients = new Map<TestLogin, postgres.Sql>();
  let server: StoppableServer | undefined;
  let open: OpenDatabase | undefined;
  const known = (): StoppableServer => {
    if (!server) throw new Error('The database runs only inside tests and hooks');
    return server;
  };
  const target = (login: TestLogin) => loginAs(known(), login, known().template);

  beforeAll(async () => {
    server = await createStoppableServer();
    await server.start();
    await migrate(target('owner'));
    open = openDatabase(target('postern_bot'), { max: 4, changesPerMinute: 1_000_000 });
  }, 120_000);

  afterAll(async () => {
    await open?.close();
    await Promise.all([...clients.values()].map((client) => client.end()));
    await server?.remove();
  }, 60_000);

  return {
    get db() {
      if (!open) throw new Error('The database is open only inside tests and hooks');
      return open.db;
    },
    get bot() {
      return target('postern_bot');
    },
    get owner() {
      return target('owner');
    },
    sql(login) {
      const client = clients.get(login) ?? connect(target(login), { max: 2 });
      clients.set(login, client);
      return client;
    },
    start: () => known().start(),
    stopImmediately: () => known().stopImmediately(),
  };
}
