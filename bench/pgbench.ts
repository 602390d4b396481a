import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseLogin } from '../db/embedded/login.ts';

const execute = promisify(execFile);

export interface PgbenchRun {
  readonly script: string;
  readonly clients: number;
  readonly seconds: number;
  /** What the script starts with. */
  readonly variables: Readonly<Record<string, number>>;
}

/** Undefined where this machine has none. */
export async function findPgbench(): Promise<string | undefined> {
  const installed = '/usr/lib/postgresql';
  const versions = await readdir(installed).catch(() => []);
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    ...versions.map((version) => join(installed, version, 'bin')),
  ];
  for (const folder of folders) {
    const path = join(folder, 'pgbench');
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}

/** Runs one script over and over, prepared once a connection. @returns transactions a second @throws where one fails */
export async function runPgbench(
  program: string,
  login: DatabaseLogin,
  { script, clients, seconds, variables }: PgbenchRun,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-pgbench-'));
  try {
    const file = join(folder, 'script.sql');
    await writeFile(file, script);
    const { stdout, stderr } = await execute(
      program,
      [
        '--no-vacuum',
        '--protocol=prepared',
        `--file=${file}`,
        `--client=${clients}`,
        `--jobs=${Math.min(clients, 2)}`,
        `--time=${seconds}`,
        ...Object.entries(variables).map(([name, value]) => `--define=${name}=${value}`),
        `--host=${login.host}`,
        `--port=${login.port}`,
        `--username=${login.username}`,
        login.database,
      ],
      { env: { ...process.env, PGOPTIONS: '-c postern.changes_per_minute=1000000' } },
    );
    const perSecond = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    if (/aborted|ERROR/.test(stderr) || !(perSecond > 0)) throw new Error(`pgbench failed:\n${stderr}`);
    return perSecond;
  } finally {
    await rm(folder, { recursive: true });
  }
}
