import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

const source = fileURLToPath(new URL('app-process.ts', import.meta.url));

export interface AppProcess {
  /** With what `loadConfig` reads. */
  start(env: Readonly<Record<string, string>>): Promise<void>;
  /** SIGKILL: nothing of it is told. */
  kill(): Promise<void>;
}

export interface AppProcesses {
  /** A process of Postern, loaded and waiting. */
  load(): Promise<AppProcess>;
  remove(): Promise<void>;
}

/**
 * Makes one file of Postern, which loads in a third of the time that its sources take: a test kills hundreds of them.
 */
export async function buildProcesses(): Promise<AppProcesses> {
  // Where packages are found, and nothing is tracked.
  const file = fileURLToPath(
    new URL(`../../node_modules/.cache/postern-test/${randomUUID()}.mjs`, import.meta.url),
  );
  await build({
    entryPoints: [source],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [ownUrls],
    logLevel: 'error',
  });
  return { load: () => load(file), remove: () => rm(file, { force: true }) };
}

/** Files that the sources look for beside themselves are where they were. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      return {
        contents: contents.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
        loader: 'ts',
      };
    });
  },
};

async function load(file: string): Promise<AppProcess> {
  const child = fork(file, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
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
