import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, locatePackage, prepareBinaries } from './embedded/binaries.ts';
import { prepareCluster } from './embedded/cluster.ts';
import { EmbeddedDatabaseError } from './embedded/error.ts';
import type { DatabaseLogin } from './embedded/login.ts';
import { keepNote } from './embedded/note.ts';
import { choosePlace, makeFolder, type Place } from './embedded/place.ts';
import { type Postmaster, readPostmasterFile } from './embedded/postmaster-file.ts';
import { startPostmaster } from './embedded/postmaster.ts';
import { enter, type Presence } from './embedded/presence.ts';
import { makeSocketFolder, removeSocketFolder, sweepSocketFolders } from './embedded/socket-folder.ts';
import { stopPostmaster } from './embedded/stop.ts';
import { sweepTemporaryFolders } from './embedded/temporary.ts';

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
  await keepNote(place, onProgress);
  await makeFolder(place);
  await sweepTemporaryFolders(place.folder);
  const binaries = await prepareBinaries(place, found, onProgress);
  await prepareCluster(place, binaries, onProgress);

  // Each round ends with a server, or finds that somebody else is just starting or stopping one.
  const end = performance.now() + giveUpAfterMilliseconds;
  let refused: unknown;
  while (performance.now() < end) {
    const { running, recycledPid } = await readPostmasterFile(place.data);
    const server = running ? await join(running).catch(remember) : await start(place, binaries, recycledPid);
    if (server) return embeddedDatabase(place, server);
    await sleep(20);
  }
  throw new EmbeddedDatabaseError(
    `A PostgreSQL runs on ${place.data}, but can't be reached: end it, then start again.`,
    refused,
  );

  function remember(error: unknown): undefined {
    refused = error;
  }
}

/** More than a fast shutdown with its 5 s, and than the replay of what was written since the last checkpoint. */
const giveUpAfterMilliseconds = 30_000;

interface Server {
  readonly pid: number;
  readonly socketFolder: string;
  readonly presence: Presence;
  readonly joined: boolean;
}

async function join({ pid, socketFolder, status }: Postmaster): Promise<Server | undefined> {
  if (status !== 'ready') return undefined;
  const presence = await enter(socketFolder);
  return presence && { pid, socketFolder, presence, joined: true };
}

async function start(
  place: Place,
  binaries: Binaries,
  recycledPid: number | undefined,
): Promise<Server | undefined> {
  const socketFolder = await makeSocketFolder(place);
  let pid: number | undefined;
  try {
    pid = await startPostmaster(place, binaries, socketFolder, recycledPid);
    const presence = pid === undefined ? undefined : await enter(socketFolder);
    if (pid !== undefined && presence) {
      await sweepSocketFolders(place, socketFolder);
      return { pid, socketFolder, presence, joined: false };
    }
  } catch (error) {
    if (pid !== undefined) await stopPostmaster(place, pid);
    await removeSocketFolder(place, socketFolder);
    throw error;
  }
  await removeSocketFolder(place, socketFolder);
  return undefined;
}

function embeddedDatabase(place: Place, { pid, socketFolder, presence, joined }: Server): EmbeddedDatabase {
  let stopping: Promise<void> | undefined;

  async function stop(): Promise<void> {
    // Where it can't be asked who else is there, whoever started it ends it.
    const last = (await presence.leave()) ?? !joined;
    if (last) {
      await stopPostmaster(place, pid);
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
