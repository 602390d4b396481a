import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundle.ts';

const source = fileURLToPath(new URL('app-process.ts', import.meta.url));

export interface AppProcess {
  /** With what `loadConfig` reads. */
  start(env: Readonly<Record<string, string>>): Promise<void>;
  /** SIGSTOP: it is there, and does nothing. */
  pause(): void;
  /** SIGCONT. */
  goOn(): void;
  /** SIGKILL: nothing of it is told. */
  kill(): Promise<void>;
}

export interface AppProcesses {
  /** A process of Postern, loaded and waiting. */
  load(): Promise<AppProcess>;
  remove(): Promise<void>;
}

/** A test kills hundreds of them, so they load fast. */
export async function buildProcesses(): Promise<AppProcesses> {
  const { file, remove } = await bundled(source, { withPackages: true });
  return { load: () => load(file), remove };
}

async function load(file: string): Promise<AppProcess> {
  // Without what reads TypeScript for us, which would take as long as all the rest.
  const child = fork(file, [], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const exited = once(child, 'exit');
  await said(child, 'loaded');
  return {
    async start(env) {
      child.send(env);
      await said(child, 'started');
    },
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message === word) resolve();
    });
    child.once('exit', (code) => {
      reject(new Error(`The process ended with ${code} before it said ${word}`));
    });
  });
}
