import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../../db/client.ts';
import { locatePackage, prepareBinaries } from '../../db/embedded/binaries.ts';
import { prepareCluster } from '../../db/embedded/cluster.ts';
import { choosePlace, makeFolder } from '../../db/embedded/place.ts';
import { freePorts } from '../mail/support/ports.ts';
import type { TestServer } from './database-server.ts';

/** Ends with whoever holds its input, also where that is killed: at once, as `pg_ctl stop -m immediate` does it. */
const leash = '"$0" "$@" </dev/null >/dev/null 2>&1 & cat >/dev/null; kill -QUIT $!; wait $!';

/** Longer than the replay of what a crash left, on a busy machine. */
const startLimitMilliseconds = 30_000;

/** A PostgreSQL that nobody else uses, so that it can be stopped. On a port of 127.0.0.1, as on another machine. */
export interface StoppableServer extends TestServer {
  /** Resolves when it answers. */
  start(): Promise<void>;
  /** As a crash would: connections are cut, new ones are refused, and nothing is put in order. */
  stopImmediately(): Promise<void>;
  /** Stops it and removes what it kept. */
  remove(): Promise<void>;
}

/** Makes one, with an empty database `postern`. It doesn't run yet. */
export async function createStoppableServer(): Promise<StoppableServer> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'postern-stoppable-')));
  const place = await choosePlace(home);
  await makeFolder(place);
  const binaries = await prepareBinaries(place, await locatePackage(), () => {});
  await prepareCluster(place, binaries, () => {});
  const hba = join(place.folder, 'own-hba.conf');
  await writeFile(hba, 'host all all 127.0.0.1/32 trust\n', { mode: 0o644 });
  const [port] = await freePorts(1);
  const owner = `postgres://postern_owner@127.0.0.1:${port}/postern`;
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    hba_file: hba,
    max_connections: 60,
    // What a crash of the server leaves behind is replayed all the same: this is for a crash of the machine.
    fsync: 'off',
  };
  const words = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let stop: (() => Promise<void>) | undefined;

  async function start(): Promise<void> {
    const child = spawn('sh', ['-c', leash, join(binaries.bin, 'postgres'), '-D', place.data, ...words], {
      ...place.runAs,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const exited = once(child, 'exit');
    stop = async () => {
      child.stdin.end();
      await exited;
    };
    await answers(owner);
  }
  async function stopImmediately(): Promise<void> {
    await stop?.();
    stop = undefined;
  }
  return {
    owner,
    template: 'postern',
    start,
    stopImmediately,
    async remove() {
      await stopImmediately();
      await rm(place.folder, { recursive: true, force: true });
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** @throws where it doesn't within the limit */
async function answers(owner: string): Promise<void> {
  const end = performance.now() + startLimitMilliseconds;
  for (;;) {
    const client = connect(owner, { max: 1, connect_timeout: 5 });
    try {
      await client`select 1`;
      return;
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(50);
    } finally {
      await client.end({ timeout: 0 });
    }
  }
}
