import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('app-process.ts', import.meta.url));

export interface AppProcess {
  /** With what `loadConfig` reads. */
  start(env: Readonly<Record<string, string>>): Promise<void>;
  /** SIGKILL: nothing of it is told. */
  kill(): Promise<void>;
}

/** A process of Postern, loaded and waiting. */
export async function loadProcess(): Promise<AppProcess> {
  const child = fork(source, [], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  await said(child, 'loaded');
  return {
    async start(env) {
      child.send(env);
      await said(child, 'started');
    },
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
