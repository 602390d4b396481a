import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseLogin } from '../../db/embedded/login.ts';

const run = promisify(execFile);

const programs = ['initdb', 'postgres', 'pg_ctl', 'psql', 'pg_dump', 'pg_dumpall', 'pg_restore'];

/** Where Debian has its PostgreSQL: the folder of the newest one that is whole, server and tools. */
export function findPostgresql(): { readonly bin: string; readonly version: string } | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .map((version) => ({ version, bin: join(root, version, 'bin') }))
    .filter(({ bin }) => programs.every((program) => existsSync(join(bin, program))))
    .toSorted((one, other) => Number(other.version) - Number(one.version))[0];
}

export interface Cluster {
  /** Of the Unix socket, over which everybody may sign in as anybody. */
  readonly host: string;
  login(username: string, database: string): DatabaseLogin;
  /** Ends it in the middle of whatever it does, as a crash would, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL as Debian installs it, new, on a Unix socket that only we can reach. Its superuser is `postgres`.
 *
 * @param port of 127.0.0.1. Left out: it listens on its socket alone
 */
export async function startCluster(bin: string, port?: number): Promise<Cluster> {
  const fill = (tool: Tool, data: string) =>
    tool('initdb', [
      `--pgdata=${data}`,
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ]);
  return start(bin, fill, port);
}

/** A copy of another one that follows it, and can only be read. */
export async function startReplica(bin: string, primary: Cluster): Promise<Cluster> {
  return start(bin, (tool, data) =>
    tool('pg_basebackup', [
      `--pgdata=${data}`,
      `--host=${primary.host}`,
      '--username=postgres',
      '--checkpoint=fast',
      '--write-recovery-conf',
      '--no-sync',
    ]),
  );
}

type Tool = (name: string, words: readonly string[]) => Promise<unknown>;

async function start(
  bin: string,
  fill: (tool: Tool, data: string) => Promise<unknown>,
  port?: number,
): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-cluster-'));
  const user = await unprivileged();
  if (user) await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
  const data = join(folder, 'data');
  const tool: Tool = (name, words) =>
    run(join(bin, name), words, {
      ...user,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    });
  await fill(tool, data);
  const listens =
    port === undefined ? `-c listen_addresses=''` : `-c listen_addresses=127.0.0.1 -c port=${port}`;
  const settings = `${listens} -c unix_socket_directories='${folder}' -c fsync=off`;
  await tool('pg_ctl', [
    'start',
    '--wait',
    `--pgdata=${data}`,
    `--log=${join(folder, 'log')}`,
    `--options=${settings}`,
  ]);
  return {
    host: folder,
    login: (username, database) => ({ host: folder, port: port ?? 5432, username, database }),
    async crash() {
      await tool('pg_ctl', [
        'restart',
        '--wait',
        '--mode=immediate',
        `--pgdata=${data}`,
        `--log=${join(folder, 'log')}`,
      ]);
    },
    async stop() {
      await tool('pg_ctl', ['stop', '--wait', '--mode=fast', `--pgdata=${data}`]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. Debian’s package brings a user for it. */
async function unprivileged(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.geteuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (which) => Number((await run('id', [which, 'postgres'])).stdout)),
  );
  if (!uid || !gid) throw new Error('There is no user `postgres` to run PostgreSQL as');
  return { uid, gid };
}
