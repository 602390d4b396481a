import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** What the build reads, as the Dockerfile copies it too. */
const sources = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'tsconfig.json',
  'tsconfig.build.json',
].concat(['src', 'commands', 'db', 'mail', 'scripts']);

export interface Production {
  /** It has `dist/` and its production packages, and nothing else. */
  readonly folder: string;
  /** `node dist/src/main.js`, until it says that it is up. */
  start(env: Readonly<Record<string, string>>): Promise<RunningProduction>;
  remove(): Promise<void>;
}

export interface RunningProduction {
  readonly url: string;
  /** Milliseconds from the start of the process until it was up. */
  readonly took: number;
  /** By SIGTERM. */
  stop(): Promise<number | null>;
}

/** Builds Postern in a copy, and installs what production needs beside the result: tsx and TypeScript stay behind. */
export async function makeProduction(): Promise<Production> {
  const root = await mkdtemp(join(tmpdir(), 'postern-production-'));
  const [building, folder] = [join(root, 'building'), join(root, 'production')];
  await Promise.all([mkdir(building), mkdir(folder)]);
  await Promise.all(
    sources.map((path) => cp(join(checkout, path), join(building, path), { recursive: true })),
  );
  await symlink(join(checkout, 'node_modules'), join(building, 'node_modules'));
  await npm(building, 'run', 'build');
  await Promise.all(
    ['dist', 'package.json', 'package-lock.json', '.npmrc'].map((path) =>
      cp(join(building, path), join(folder, path), { recursive: true }),
    ),
  );
  await npm(folder, 'ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
  // To run from sources: what is built has to do without, also where somebody has it.
  await rm(join(folder, 'node_modules', 'tsx'), { recursive: true, force: true });
  return {
    folder,
    start: (env) => start(folder, env),
    remove: () => rm(root, { recursive: true }),
  };
}

async function npm(cwd: string, ...words: readonly string[]): Promise<void> {
  // What it says on failure is in the error.
  await run('npm', words, { cwd, maxBuffer: 16 * 1024 * 1024 });
}

async function start(folder: string, env: Readonly<Record<string, string>>): Promise<RunningProduction> {
  const began = performance.now();
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    // Read to its end: a log that nobody reads would hold the process up.
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, found] = /"url":"([^"]+)","msg":"Postern is up"/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => {
      reject(new Error(`It ended with ${code} before it was up:\n${said}`));
    });
  });
  return { url, took: performance.now() - began, stop };

  async function stop(): Promise<number | null> {
    child.kill('SIGTERM');
    // Of `exit`: its code, null where a signal ended it.
    const [code] = (await exited) as [number | null];
    return code;
  }
}
