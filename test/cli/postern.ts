import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { urlOf } from '../support/app.ts';
import type { TestDatabase } from '../support/database.ts';

const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const tsx = import.meta.resolve('tsx/esm');

export interface Ran {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

export interface RunOptions {
  readonly folder: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The command bundled, which starts in a third of the time: for a test that runs many. */
  readonly program?: string;
}

/** `npm run postern -- …` as a process of its own, that nobody sits in front of. */
export async function postern(
  words: readonly string[],
  { folder, input = '', env = {}, program }: RunOptions,
): Promise<Ran> {
  const before = program === undefined ? ['--import', tsx, source] : [program];
  const child = spawn(process.execPath, [...before, ...words], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  child.stdin.end(input);
  return outcomeOf(child);
}

/** All that it wrote, once it is over. */
export async function outcomeOf(
  child: ChildProcessByStdio<Writable | null, Readable, Readable>,
): Promise<Ran> {
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

/** Settings of an installation on the database of this file; nothing connects to Slack. */
export async function installation(database: TestDatabase, policy = mayEverything()): Promise<RunOptions> {
  const folder = await someFolder();
  await writeFile(join(folder, 'policy.yaml'), policy);
  const env = {
    SLACK_BOT_TOKEN: 'xoxb-none',
    SLACK_APP_TOKEN: 'xapp-none',
    DATABASE_URL: urlOf(database.bot),
  };
  return { folder, env };
}

/** A policy that gives whoever runs this everything on these addresses. */
export function mayEverything(on = '*@*'): string {
  return `rules:\n  - { who: "terminal:${userInfo().username}", may: [everything], on: ["${on}"] }\n`;
}
