import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../db/client.ts';
import { startEmbedded } from '../db/embedded.ts';
import type { DatabaseLogin } from '../db/embedded/login.ts';
import { rootFolder } from '../db/embedded/place.ts';
import { migrate } from '../db/migrate.ts';

export interface BenchDatabase {
  readonly bot: DatabaseLogin;
  readonly owner: DatabaseLogin;
  /** Statements of the owner, in one message. */
  run(statements: string): Promise<void>;
  drop(): Promise<void>;
}

export interface BenchServer {
  /** Migrated and empty, or a copy. Nobody may be connected to what is copied. */
  database(name: string, copyOf?: string): Promise<BenchDatabase>;
  stop(): Promise<void>;
}

/** The embedded server, as durable as always, in a folder that goes away with it. */
export async function startServer(): Promise<BenchServer> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'postern-bench-')));
  const { owner, bot, stop } = await startEmbedded({ home });

  async function run(login: DatabaseLogin, statements: string): Promise<void> {
    const client = connect(login, { max: 1 });
    try {
      await client.unsafe(statements).simple();
    } finally {
      await client.end();
    }
  }

  /** Nobody but a superuser may end an autovacuum that is at work in it: that one is over in a moment. */
  async function drop(name: string): Promise<void> {
    const end = performance.now() + 30_000;
    for (;;) {
      try {
        return await run(owner, `drop database ${name} with (force)`);
      } catch (error) {
        if (performance.now() > end) throw error;
        await sleep(200);
      }
    }
  }

  return {
    async database(name, copyOf) {
      await run(owner, `create database ${name}${copyOf === undefined ? '' : ` template ${copyOf}`}`);
      const own = { ...owner, database: name };
      if (copyOf === undefined) await migrate(own);
      return {
        bot: { ...bot, database: name },
        owner: own,
        run: (statements) => run(own, statements),
        drop: () => drop(name),
      };
    },
    async stop() {
      await stop();
      // Where root's database is; nothing is there for anybody else.
      await rm(rootFolder(home), { recursive: true, force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
}
