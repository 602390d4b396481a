import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { urlOf } from './apps.ts';
import { startedProcessesMilliseconds } from './busy-time.ts';
import type { Figure } from './report.ts';
import type { BenchServer } from './server.ts';

const lines = 100_000;
const badLines = 50;

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

/** `postern address import` of 100,000 lines, some of them bad: the whole command, with its start. */
export async function measureImport(server: BenchServer): Promise<readonly Figure[]> {
  const database = await server.database('bench_import');
  const home = await mkdtemp(join(tmpdir(), 'postern-bench-import-'));
  try {
    await writeFile(join(home, 'users.csv'), fileOf(lines));
    const policy = `rules:\n  - { who: "terminal:${userInfo().username}", may: [everything], on: ["*@*"] }\n`;
    await writeFile(join(home, 'policy.yaml'), policy);
    const env = {
      ...process.env,
      SLACK_BOT_TOKEN: 'xoxb-none',
      SLACK_APP_TOKEN: 'xapp-none',
      DATABASE_URL: urlOf(database),
    };

    const busyBefore = startedProcessesMilliseconds();
    const first = await importFile(home, env);
    // The command has ended and isn't counted with those that run: this is PostgreSQL.
    const busy = startedProcessesMilliseconds() - busyBefore;
    const again = await importFile(home, env);

    const added = `Added ${(lines - badLines).toLocaleString('en')} addresses`;
    if (!first.said.includes(added)) throw new Error(`Not all were added:\n${first.said}`);
    if (!again.said.includes('To add: 0 addresses')) throw new Error(`Something was left:\n${again.said}`);
    return [
      {
        name: `${lines.toLocaleString('en')} lines with ${badLines} bad ones`,
        value: first.seconds,
        unit: 's',
        target: '< 30 s',
        isMet: first.seconds < 30,
      },
      { name: 'CPU of PostgreSQL for it', value: busy / 1000, unit: 's' },
      { name: 'the same file again, which changes nothing', value: again.seconds, unit: 's' },
    ];
  } finally {
    await rm(home, { recursive: true });
    await database.drop();
  }
}

/** As long as those of SHA512-CRYPT are; nobody signs in with one. */
function fileOf(count: number): string {
  const secret = 'x'.repeat(86);
  return Array.from({ length: count }, (_, index) =>
    index % (count / badLines) === 7
      ? `first.last${index}@example.com,no-hash`
      : `first.last${index}@example.com,{SHA512-CRYPT}$6$abcdefghabcdefgh$${secret}`,
  ).join('\n');
}

async function importFile(
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly said: string; readonly seconds: number }> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), cli, 'address', 'import', 'users.csv', '--yes'],
    // The lines that are bad are named on stderr.
    { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = once(child, 'exit');
  const said = await text(child.stdout);
  await ended;
  return { said, seconds: (performance.now() - began) / 1000 };
}
