import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

export interface RunOptions {
  readonly folder: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `npm run postern -- …` as a process of its own, that nobody sits in front of. */
export async function postern(
  words: readonly string[],
  { folder, input = '', env = {} }: RunOptions,
): Promise<Ran> {
  const child = spawn(process.execPath, ['--import', tsx, source, ...words], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  child.stdin.end(input);
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    }),
  ]);
  return { out, err, code };
}

/** Removed with the test. */
export async function someFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
