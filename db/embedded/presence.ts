import postgres from 'postgres';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseLogin } from './login.ts';

/** That this process uses the PostgreSQL, for others to see. */
export interface Presence {
  /**
   * @returns whether nobody else is there: then the PostgreSQL is to be stopped, and nobody can come in any more.
   * undefined: it doesn't answer
   */
  leave(): Promise<boolean | undefined>;
  close(): Promise<void>;
}

/** An arbitrary number, the same for all processes of ours. The database `postgres` holds nothing else of ours. */
const lock = 20_260_417;

const answerLimitMilliseconds = 3000;

/**
 * Shows that this process is there, by an advisory lock that it shares with the others.
 *
 * Who leaves tries to take the lock alone, and stops the PostgreSQL if that works. A connection ends with its process, so
 * nothing has to be cleaned up after `kill -9`, no process number can be mistaken for another, and a PostgreSQL whose
 * starter was killed belongs to whoever finds it.
 *
 * @returns undefined when somebody is stopping it at this moment
 */
export async function enter(socketFolder: string): Promise<Presence | undefined> {
  const login: DatabaseLogin = {
    host: socketFolder,
    port: 5432,
    database: 'postgres',
    username: 'postern_keeper',
  };
  let present = false;
  const sql = postgres({
    ...login,
    max: 1,
    // null: never. The driver would renew the connection every 30 to 60 minutes and lose the lock.
    max_lifetime: null,
    idle_timeout: 0,
    connect_timeout: 5,
    fetch_types: false,
    // Else the driver prints them, such as that a crash of another process ends this connection.
    onnotice: () => {},
    onclose: () => void regain(),
  });

  async function take(): Promise<boolean> {
    const [row] = await sql`select pg_try_advisory_lock_shared(${lock}) as done`;
    return row?.['done'] === true;
  }

  /** PostgreSQL cuts all connections when one of its processes crashed, and goes on. */
  async function regain(): Promise<void> {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      await sleep(250, undefined, { ref: false });
      if (!present || (await take().catch(() => false))) return;
    }
  }

  async function leave(): Promise<boolean | undefined> {
    present = false;
    const answer = giveUp().catch(() => undefined);
    return Promise.race([answer, sleep(answerLimitMilliseconds, undefined, { ref: false })]);
  }

  async function giveUp(): Promise<boolean> {
    await sql`select pg_advisory_unlock_shared(${lock})`;
    const [row] = await sql`select pg_try_advisory_lock(${lock}) as done`;
    return row?.['done'] === true;
  }

  async function close(): Promise<void> {
    present = false;
    await sql.end({ timeout: 0 });
  }

  try {
    present = await take();
  } catch (error) {
    await close();
    throw error;
  }
  if (present) return { leave, close };
  await close();
  return undefined;
}
