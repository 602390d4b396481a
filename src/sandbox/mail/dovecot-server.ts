import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseDoor, openDatabaseDoor } from './database-door.ts';
import { complaintIn } from './dovecot-complaint.ts';
import { makeDovecotFolder, writeDovecotFiles } from './dovecot-folder.ts';
import type { DovecotProgram } from './dovecot-program.ts';
import { dovecotUser, type DovecotUser } from './dovecot-user.ts';

export interface DovecotOptions {
  readonly program: DovecotProgram;
  /** Whose are the files: the folder mail/dovecot. */
  readonly shipped: string;
  /** For a folder of its own; its path is short. */
  readonly base: string;
  readonly databaseServer: DatabaseServer;
  readonly imapPort: number;
  readonly doveadmPort: number;
  readonly apiKey: string;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
}

/** A database, as Dovecot connects to it by itself. */
export interface DatabaseServer {
  /** Its Unix socket. */
  readonly socket: string;
  readonly name: string;
}

export interface DovecotServer {
  /** Asks it about nobody: whether it has an answer of the database. Takes 2 s, as a refusal does. */
  answers(): Promise<boolean>;
  /** The last lines of its log in which something is wrong. */
  complaint(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Holds Dovecot while its input is open, and ends it when that closes: also where we are killed.
 *
 * Words: program, configuration.
 */
const leash = `
exec 3<&0
"$0" -F -c "$1" </dev/null 3<&- &
dovecot=$!
{ read -r _; kill "$dovecot"; } <&3 &
reader=$!
wait "$dovecot"
kill "$reader"`;

/** Milliseconds. More than a start takes on a busy machine, and than a stop does. */
const startLimit = 15_000;
const stopLimit = 4000;

/** @throws {Error} whose message says why, with nothing left running */
export async function startDovecot(options: DovecotOptions): Promise<DovecotServer> {
  const { program, shipped, base, databaseServer, signal, ...ports } = options;
  const user = await dovecotUser();
  const folder = await makeDovecotFolder(base, user);
  let door: DatabaseDoor | undefined;
  let running: Running | undefined;

  async function stop(): Promise<void> {
    await running?.stop();
    await door?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
  const complaint = async () =>
    complaintIn(await readFile(join(folder, 'dovecot.log'), 'utf8').catch(() => ''));

  try {
    const settings = {
      ...ports,
      ...user,
      program,
      folder,
      databaseFolder: folder,
      databaseName: databaseServer.name,
    };
    const configuration = await writeDovecotFiles(join(shipped, program.version), settings);
    door = await openDatabaseDoor({
      path: join(folder, '.s.PGSQL.5432'),
      server: databaseServer.socket,
      owner: user,
    });
    running = run(program.path, configuration, user);
    const isUp = await listens(
      [ports.imapPort, ports.doveadmPort],
      () => signal.aborted || (running?.isOver() ?? true),
    );
    if (!isUp) throw new Error((await complaint()) || complaintIn(running.said()) || 'it gives no reason');
    return { answers: () => authenticates(configuration, user), complaint, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Running {
  isOver(): boolean;
  /** What it wrote outside of its log. */
  said(): string;
  stop(): Promise<void>;
}

function run(program: string, configuration: string, { uid, gid }: DovecotUser): Running {
  const child = spawn('/bin/sh', ['-c', leash, program, configuration], {
    ...asAnother({ uid, gid }),
    cwd: '/',
    // A session of its own: the terminal's Ctrl-C goes to ours.
    detached: true,
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit').catch(() => {});
  let said = '';
  let isOver = false;
  void exited.then(() => (isOver = true));
  // It may be gone already.
  child.stdin.on('error', () => {});
  child.stderr.on('data', (words: Buffer) => {
    said = (said + words.toString()).slice(-4000);
  });
  return {
    isOver: () => isOver,
    said: () => said,
    async stop() {
      child.stdin.end();
      const killing = setTimeout(() => {
        // The whole session, which is Dovecot's alone.
        if (!isOver && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      }, stopLimit);
      await exited;
      clearTimeout(killing);
    },
  };
}

/** `spawn` as somebody else works for root alone. */
function asAnother(user: { readonly uid: number; readonly gid: number }) {
  return process.geteuid?.() === 0 ? user : {};
}

async function listens(ports: readonly number[], isOver: () => boolean): Promise<boolean> {
  const end = performance.now() + startLimit;
  while (performance.now() < end && !isOver()) {
    if ((await Promise.all(ports.map(isOpen))).every(Boolean)) return true;
    await sleep(30);
  }
  return false;
}

async function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** doveadm's exit code for a sign-in that was refused; a temporary failure has another one. */
const refused = 77;

async function authenticates(configuration: string, { uid, gid }: DovecotUser): Promise<boolean> {
  const words = ['-c', configuration, 'auth', 'test', '-x', 'service=imap', 'nobody@example.com', 'none'];
  const child = spawn('/usr/bin/doveadm', words, { ...asAnother({ uid, gid }), cwd: '/', stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), startLimit);
  const exited = once(child, 'exit').catch(() => []);
  const [code] = (await exited) as readonly unknown[];
  clearTimeout(timer);
  return code === refused;
}
