import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rootFolder } from '../../db/embedded/place.ts';
import { migrations } from '../../db/migrate.ts';
import { fatalSentence } from '../../src/platforms/discord/fatal.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, commonEnvironment, urlOf, workspace } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { discordEnvironment, discordPolicy, startTestDiscord } from '../support/discord-app.ts';
import { testPolicy } from '../support/people.ts';
import { postern, someFolder } from './postern.ts';

const database = testDatabase();
const empty = testDatabase();
const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

// Each is a process: seconds, where the machine is busy.
vi.setConfig({ testTimeout: 180_000 });

/** Starts it, waits for what it says, asks it whether it is ready, and ends it. */
async function started(word: string, folder: string, env: Readonly<Record<string, string>>, sign: RegExp) {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx/esm'), source, word], {
    cwd: folder,
    env: { ...process.env, HTTP_PORT: '0', ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  const up = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const [, url] = sign.exec(said) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(said)));
  });
  const { status } = await fetch(`${await up}/readyz`);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = await ended;
  return { status, code };
}

describe('postern serve', () => {
  it('starts no sandbox in place of the real thing', async () => {
    const refused = await postern(['serve'], { folder: await someFolder() });

    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('there is nobody to serve');
  });

  it('starts what is set, and ends on SIGTERM', async () => {
    const folder = await someFolder();
    await writeFile(join(folder, 'policy.yaml'), testPolicy);
    const slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
    onTestFinished(() => slack.stop());
    const env = appEnvironment(slack.apiUrl, database.bot, {});

    expect(await started('serve', folder, env, /"url":"([^"]+)".*Postern is up/)).toEqual({
      status: 200,
      code: 0,
    });
  });
});

describe('postern serve with Discord', () => {
  it('ends with what to do where Discord refuses the token', async () => {
    const folder = await someFolder();
    await writeFile(join(folder, 'policy.yaml'), discordPolicy);
    const discord = await startTestDiscord();
    onTestFinished(() => discord.stop());
    const env = {
      ...commonEnvironment(database.bot),
      ...discordEnvironment(discord),
      DISCORD_TOKEN: `${'refused'.repeat(8)}.discord.token`,
    };

    const { code, err } = await postern(['serve'], { folder, env });

    expect(code).toBe(1);
    expect(err).toBe(`${fatalSentence('http_401')}\n`);
  });
});

describe('postern sandbox', () => {
  it('starts beside the settings of a real installation, and leaves them alone', async () => {
    const folder = await someFolder();
    onTestFinished(async () => {
      const home = await realpath(join(folder, '.postern', 'sandbox'));
      await rm(rootFolder(home), { recursive: true, force: true });
    });
    const env = { SLACK_BOT_TOKEN: 'xoxb-real', DATABASE_URL: 'postgres://nobody@127.0.0.1:9/real' };

    expect(await started('sandbox', folder, env, /(http:\/\/127\.0\.0\.1:\d+)/)).toEqual({
      status: 200,
      code: 0,
    });
  }, 60_000);
});

describe('postern migrate', () => {
  const migrate = async (url: string) =>
    postern(['migrate'], { folder: await someFolder(), env: { DATABASE_OWNER_URL: url } });

  it('says which it applied, once', async () => {
    const owner = empty.sql('owner');
    await owner.unsafe('drop schema public cascade; create schema public');
    const url = urlOf(empty.owner);
    const first = await migrate(url);

    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^Applied 0000_tables, 0001_audit_log, .* and \d{4}_[a-z_]+\.\n$/);
    expect(first.out.match(/\d{4}_/g)).toHaveLength(migrations().length);
    expect(await migrate(url)).toMatchObject({
      code: 0,
      out: 'The database has every migration already. Nothing was changed.\n',
    });
  });

  it.each([
    ['there is no such setting', '', 1, /^DATABASE_OWNER_URL is missing/],
    [
      'the database is away',
      'postgres://root@127.0.0.1:9/none',
      75,
      /^The database .* can’t be reached \(ECONNREFUSED\)\. No migration is half applied\. Try again .*\n$/,
    ],
    ['the login may not', urlOf(database.bot), 1, /^The database did not take the migrations .* \(42501\)/],
  ])('says what to do where %s', async (_name, url, code, sentence) => {
    const failed = await migrate(url);

    expect(failed).toMatchObject({ code, out: '', err: expect.stringMatching(sentence) });
  });
});
