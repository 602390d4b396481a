import { setTimeout as sleep } from 'node:timers/promises';
import { locatePackage, prepareBinaries } from './embedded/binaries.ts';
import { prepareCluster } from './embedded/cluster.ts';
import { EmbeddedDatabaseError } from './embedded/error.ts';
import type { DatabaseLogin } from './embedded/login.ts';
import { writeNote } from './embedded/note.ts';
import { choosePlace, type Place } from './embedded/place.ts';
import { readPostmasterFile } from './embedded/postmaster-file.ts';
import { startPostmaster } from './embedded/postmaster.ts';
import { enter, type Presence } from './embedded/presence.ts';
import { makeSocketFolder, removeSocketFolder, sweepSocketFolders } from './embedded/socket-folder.ts';
import { stopPostmaster } from './embedded/stop.ts';
import { sweepTemporaryFolders } from './embedded/temporary.ts';
import type { Binaries } from './embedded/binaries.ts';

export interface EmbeddedDatabase {
  /** May read, and write what the migrations grant it. */
  readonly bot: DatabaseLogin;
  /** Owns the database; for migrations. */
  readonly owner: DatabaseLogin;
  /** Whether it ran already: another process of ours uses it, or one that was killed left it. */
  readonly joined: boolean;
  /** Stops the server if no other process uses it. Again: nothing more. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** POSTERN_HOME, such as `.postern`. Made if it isn't there. */
  readonly home: string;
  /** Gets a sentence for the person about whatever takes a moment. */
  readonly onProgress?: (sentence: string) => void;
}

/**
 * Starts a PostgreSQL of our own on the data of this home, or joins the one that runs on it.
 *
 * @throws {EmbeddedDatabaseError}
 */
export async function startEmbedded({
  home,
  onProgress = () => {},
}: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const found = await locatePackage();
  const place = await choosePlace(home);
  await sweepTemporaryFolders(place.folder);
  await writeNote(place, onProgress);
  const binaries = await prepareBinaries(place, found);
  await prepareCluster(place, binaries, onProgress);

  // Each round ends with a server, or finds that somebody else is just starting or stopping one.
  const end = performance.now() + giveUpAfterMilliseconds;
  while (performance.now() < end) {
    const database = (await join(place)) ?? (await start(place, binaries));
    if (database) return database;
    await sleep(20);
  }
  throw new EmbeddedDatabaseError(`The PostgreSQL on ${place.data} neither starts nor ends.`);
}

const giveUpAfterMilliseconds = 60_000;

async function join(place: Place): Promise<EmbeddedDatabase | undefined> {
  const { running } = await readPostmasterFile(place.data);
  if (running?.status !== 'ready') return undefined;
  const presence = await enter(running.socketFolder);
  return presence && database(place, running.pid, running.socketFolder, presence, true);
}

async function start(place: Place, binaries: Binaries): Promise<EmbeddedDatabase | undefined> {
  const { running, recycledPid } = await readPostmasterFile(place.data);
  if (running) return undefined;
  const socketFolder = await makeSocketFolder(place);
  const started = await startPostmaster(place, binaries, socketFolder, recycledPid);
  if (started.kind === 'taken') {
    await removeSocketFolder(place, socketFolder);
    return undefined;
  }
  const presence = await enter(socketFolder);
  if (!presence) return undefined;
  await sweepSocketFolders(place, socketFolder);
  return database(place, started.pid, socketFolder, presence, false);
}

function database(
  place: Place,
  pid: number,
  socketFolder: string,
  presence: Presence,
  joined: boolean,
): EmbeddedDatabase {
  let stopping: Promise<void> | undefined;

  async function stop(): Promise<void> {
    const last = await presence.leave();
    if (last) {
      await stopPostmaster(pid);
      await removeSocketFolder(place, socketFolder);
    }
    await presence.close();
  }

  const login = { host: socketFolder, port: 5432, database: 'postern' };
  return {
    bot: { ...login, username: 'postern_bot' },
    owner: { ...login, username: 'postern_owner' },
    joined,
    stop: () => (stopping ??= stop()),
  };
}
