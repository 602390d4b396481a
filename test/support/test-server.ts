import { randomUUID } from 'node:crypto';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../db/client.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { rootFolder } from '../../db/embedded/place.ts';
import { migrate } from '../../db/migrate.ts';
import { loginAs, type TestServer } from './database-server.ts';
import { dropDatabase } from './own-database.ts';

export interface StartedServer {
  readonly server: TestServer;
  /** Of the embedded one. */
  readonly home: string | undefined;
  stop(): Promise<void>;
  /** Where the database is ended already: removes what is left of it. */
  discard(): Promise<void>;
}

/**
 * A server with a migrated database to copy: an embedded one, or that of TEST_DATABASE_URL, a login that may create
 * roles and databases (and, on 127.0.0.1, needs no password for ours).
 */
export async function startTestServer(): Promise<StartedServer> {
  const { owner, home, stop } = await startServer();
  const server: TestServer = { owner, template: `postern_template_${randomUUID().slice(0, 8)}` };
  await asOwner(server, `create database ${server.template}`);
  await migrate(loginAs(server, 'owner', server.template));
  return {
    server,
    home,
    discard: stop,
    async stop() {
      await dropDatabase(server.owner, server.template);
      await stop();
    },
  };
}

interface Server {
  readonly owner: TestServer['owner'];
  readonly home: string | undefined;
  readonly stop: () => Promise<void>;
}

async function startServer(): Promise<Server> {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return { owner: url, home: undefined, stop: () => Promise.resolve() };
  const home = await realpath(await mkdtemp(join(tmpdir(), 'postern-test-')));
  const { owner, stop } = await startEmbedded({ home });
  return {
    owner,
    home,
    stop: async () => {
      await stop();
      // Where root's database is; nothing is there for anybody else.
      await rm(rootFolder(home), { recursive: true, force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function asOwner({ owner }: TestServer, statement: string): Promise<void> {
  const client = connect(owner, { max: 1 });
  await client.unsafe(statement);
  await client.end();
}
