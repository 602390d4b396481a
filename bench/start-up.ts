import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rootFolder } from '../db/embedded/place.ts';
import { measureBuiltStart } from './built-start.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';
import { median } from './statistics.ts';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const homes = 5;

/**
 * `npm start` without tokens, from the command to its greeting: with a new home, and with one that is known. Then what
 * `npm run build` makes.
 */
export async function measureStart(server: BenchServer): Promise<readonly Figure[]> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let turn = 0; turn < homes; turn += 1) {
    const home = await realpath(await mkdtemp(join(tmpdir(), 'postern-bench-start-')));
    cold.push(await start(home));
    warm.push(await start(home));
    // Where root's database is; nothing is there for anybody else.
    await rm(rootFolder(join(home, 'sandbox')), {
      recursive: true,
      force: true,
      maxRetries: 10,
      retryDelay: 200,
    });
    await rm(home, { recursive: true });
  }
  const figure = (name: string, times: readonly number[], most: number): Figure => {
    const value = median(times) / 1000;
    return { name, value, unit: 's', target: `≤ ${most} s`, isMet: value <= most };
  };
  return [
    figure('npm start to its greeting, new home', cold, 3),
    figure('npm start to its greeting, known home', warm, 2),
    await measureBuiltStart(server),
  ];
}

/** @returns milliseconds */
async function start(home: string): Promise<number> {
  const began = performance.now();
  // Settings of Slack or of a database would make it something else than the sandbox; empty counts as not set.
  const none = Object.fromEntries(
    ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'DATABASE_URL', 'DATABASE_OWNER_URL'].map(
      (name) => [name, ''],
    ),
  );
  const child = spawn('npm', ['start'], {
    cwd: checkout,
    env: { ...process.env, ...none, POSTERN_HOME: home, HTTP_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, so that all of it can be ended.
    detached: true,
  });
  const ended = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('Postern is up')) break;
  }
  const took = performance.now() - began;
  if (!said.includes('Postern is up') || child.pid === undefined) throw new Error(`No greeting:\n${said}`);
  process.kill(-child.pid, 'SIGTERM');
  await ended;
  return took;
}
