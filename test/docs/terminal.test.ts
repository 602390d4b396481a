import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { exitCodes } from '../../src/platforms/terminal/run.ts';
import { urlOf } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { someFolder } from '../cli/postern.ts';
import { sandbox, workspace } from '../platforms/slack/support.ts';

const database = testDatabase();
const page = fileURLToPath(new URL('../../docs/terminal.md', import.meta.url));
const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
let words = '';

beforeAll(async () => {
  words = await readFile(page, 'utf8');
});

/** What stands in fences of a language. */
function fenced(language: string): readonly string[] {
  const blocks = [...words.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))];
  return blocks.flatMap(([, inside = '']) => inside.trim().split('\n'));
}

/** As somebody types it, in a shell that knows `postern`. @returns the exit code */
async function typed(line: string, folder: string, env: Readonly<Record<string, string>>) {
  const known = `postern() { "$NODE" --import "$TSX" "$CLI" "$@"; }`;
  const at = { NODE: process.execPath, TSX: import.meta.resolve('tsx/esm'), CLI: source };
  return new Promise<{ readonly code: unknown; readonly said: string }>((resolve) => {
    const child = execFile(
      'sh',
      ['-c', `${known}\n${line}`],
      { cwd: folder, env: { ...process.env, ...at, ...env } },
      (error, out, err) => resolve({ code: error ? error.code : 0, said: out + err }),
    );
    child.stdin?.end();
  });
}

it('has no line that does not end as it says', { timeout: 600_000 }, async () => {
  const folder = await someFolder();
  await writeFile(join(folder, 'users.csv'), `${fenced('csv').join('\n')}\n`);
  const slack = await sandbox();
  const { botToken, appToken } = workspace.app;
  const env = {
    SLACK_BOT_TOKEN: botToken,
    SLACK_APP_TOKEN: appToken,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: urlOf(database.bot),
    DATABASE_OWNER_URL: urlOf(database.owner),
    HTTP_PORT: '1',
  };
  const lines = fenced('sh');
  expect(lines.length).toBeGreaterThan(25);

  const failures: unknown[] = [];
  for (const line of lines) {
    const [, command = line, code = '0'] = /^(.*?) # (\d+)$/.exec(line) ?? [];
    // Each line builds on those before it.
    const ended = await typed(command, folder, env);
    if (String(ended.code) !== code) failures.push({ line, ...ended });
  }
  expect(failures).toEqual([]);
});

it('says what every exit code means', () => {
  const said = [...words.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));

  expect(said).toEqual(Object.values(exitCodes));
});
