import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { migrations } from '../../db/migrate.ts';
import { urlOf } from '../support/app.ts';
import { type Bundle, bundled } from '../support/bundle.ts';
import { testDatabase } from '../support/database.ts';
import { discordEnvironment, startTestDiscord } from '../support/discord-app.ts';
import { documented, documentOf } from './documented.ts';
import { installation, postern, type RunOptions } from './postern.ts';

const database = testDatabase();
const source = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
const me = `terminal:${userInfo().username}`;
const hash = '{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop';
let program: Bundle;

// Each is a process: seconds, where the machine is busy.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  program = await bundled(source);
});
afterAll(() => program.remove());

async function answered(command: string, words: readonly string[], at: RunOptions) {
  const ran = await postern([...command.split(' '), ...words, '--json'], {
    ...at,
    program: program.file,
  });
  return { ...ran, data: documentOf(ran) };
}

/** The whole of it: no name that the table lacks, none that only the table has. */
async function expectAnswer(
  command: string,
  words: readonly string[],
  at: RunOptions,
  expected: { readonly code: number; readonly err?: string; readonly data: object },
): Promise<void> {
  const ran = await answered(command, words, at);

  expect(ran).toMatchObject({ err: '', ...expected });
  expect(Object.keys(ran.data)).toEqual(documented(command));
}

describe('With --json', () => {
  it('addresses are added, imported, listed and removed in words of a program', async () => {
    const at = await installation(database);
    await expectAnswer('address add', ['alice@json.example.com'], at, {
      code: 0,
      data: { address: 'alice@json.example.com', hasGeneric: false },
    });
    const lines = [`bob@json.example.com,${hash}`, 'carl@json.example.com,hunter2', 'nobody'];
    await writeFile(join(at.folder, 'users.csv'), ['address,hash', ...lines].join('\n'));
    const bad = [
      { line: 3, sentence: expect.stringContaining('That is no hash') },
      { line: 4, sentence: 'There is no second column.' },
    ];
    const counts = { isDryRun: false, toAdd: 1, added: 0, unchanged: 0, left: [], bad };
    await expectAnswer('address import', ['users.csv', '--dry-run'], at, {
      code: 1,
      err: expect.stringMatching(/^line 3: .*\nline 4: .*\n$/),
      data: { ...counts, isDryRun: true },
    });
    await expectAnswer('address import', ['users.csv'], at, {
      code: 2,
      err: expect.stringContaining('Add --yes'),
      data: counts,
    });
    await expectAnswer('address import', ['users.csv', '--yes'], at, {
      code: 1,
      err: expect.any(String),
      data: { ...counts, added: 1 },
    });
    await expectAnswer('address list', ['@json.example.com'], at, {
      code: 0,
      data: {
        addresses: [
          { address: 'alice@json.example.com', devices: 0, hasGeneric: false },
          { address: 'bob@json.example.com', devices: 0, hasGeneric: true },
        ],
      },
    });
    await expectAnswer('address remove', ['bob@json.example.com', '--disconnect-all'], at, {
      code: 0,
      data: { address: 'bob@json.example.com', disconnected: 1, hasMailServer: false },
    });
  });

  it('the audit log is verified, whole and not, and pruned', async () => {
    const at = await installation(database);
    await answered('address add', ['erin@json.example.com'], at);
    const [last] = await database.sql('owner')`
      select number::int, encode(hash, 'hex') as hash from audit_event order by number desc limit 1`;
    const count = Number(last?.['number']);
    const whole = {
      isWhole: true,
      count,
      first: 1,
      head: last,
      anchor: null,
      channels: [],
      heads: { kept: 0, found: 1, elsewhere: 0 },
      problems: [],
      more: 0,
      unreadable: [],
    };
    const head = `#${count} · ${String(last?.['hash']).slice(0, 8)}`;
    await expectAnswer('audit verify', ['--head', head], at, { code: 0, data: whole });
    await expectAnswer('audit verify', ['--head', '#1 · 00000000'], at, {
      code: 1,
      err: expect.stringMatching(
        /^#1 was rewritten: .*\nThe audit log is not as it was written: 1 found in \d+ /,
      ),
      data: {
        isWhole: false,
        problems: [
          { number: 1, kind: 'head-differs', sentence: expect.stringMatching(/^#1 was rewritten: /) },
        ],
      },
    });
    const owner = { ...at, env: { ...at.env, DATABASE_OWNER_URL: urlOf(database.owner) } };
    const pruning = ['--reason', 'old', '--without-channel', '--yes', '--before'];
    await expectAnswer('audit prune', [...pruning, '2020-01-01'], owner, {
      code: 0,
      data: { removed: 0, anchor: null },
    });
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    await expectAnswer('audit prune', [...pruning, now], owner, {
      code: 0,
      data: { removed: expect.any(Number), anchor: { number: expect.any(Number), hash: expect.any(String) } },
    });
  });

  it('a policy is checked and explained', async () => {
    const at = await installation(database);
    const { folder } = at;
    await expectAnswer('policy check', [], at, {
      code: 0,
      data: { file: 'policy.yaml', problems: [], rules: 1, groups: 0, people: 0 },
    });
    const question = ['list', 'bob@example.com'];
    const asked = { permission: 'list', address: 'bob@example.com' };
    await expectAnswer('policy explain', [me, ...question], at, {
      code: 0,
      data: {
        ...asked,
        outcome: 'allowed',
        who: me,
        rules: [{ line: 2, through: 'you', on: '*@*', condition: null }],
        nearest: [],
        lines: [expect.stringMatching(/^Allowed\. /), expect.stringMatching(/^By the rule on line 2/)],
      },
    });
    await writeFile(
      join(folder, 'group.yaml'),
      'groups:\n  helpdesk: ["slack-group:T0123/S0HELP"]\nslack_teams: [T0123]\nrules:\n  - { who: helpdesk, may: [list], on: ["*@*"] }\n',
    );
    await expectAnswer('policy explain', ['slack:T0123/U0DANA', ...question, '--file', 'group.yaml'], at, {
      code: 1,
      data: {
        outcome: 'depends',
        rules: [{ line: 5, condition: { kind: 'group', id: 'slack-group:T0123/S0HELP' } }],
      },
    });
    await expectAnswer('policy explain', ['terminal:nobody', ...question], at, {
      code: 3,
      data: { outcome: 'refused', rules: [], nearest: [{ line: 2, missing: ['who'] }] },
    });
    await writeFile(join(folder, 'wrong.yaml'), 'rules:\n  - { who: x, may: [lists], on: ["*@*"] }\n');
    await expectAnswer('policy check', ['wrong.yaml'], at, {
      code: 1,
      err: expect.stringContaining('wrong.yaml:2: '),
      data: { rules: null, problems: expect.arrayContaining([expect.objectContaining({ line: 2 })]) },
    });
  });

  it('an installation is set up and looked at', async () => {
    const at = await installation(database);
    await rm(join(at.folder, 'policy.yaml'));
    const owner = { DATABASE_OWNER_URL: urlOf(database.owner) };
    const discord = await startTestDiscord();
    onTestFinished(() => discord.stop());
    const withDiscord = { ...at, env: { ...at.env, ...discordEnvironment(discord) } };

    await expectAnswer('init', ['--admin', 'slack:T0123/U0SAM'], at, {
      code: 0,
      data: { file: 'policy.yaml', administrators: [me, 'slack:T0123/U0SAM'] },
    });
    await expectAnswer('migrate', [], { ...at, env: owner }, { code: 0, data: { applied: [] } });
    await database.sql('owner').unsafe('drop schema public cascade; create schema public');
    await expectAnswer(
      'migrate',
      [],
      { ...at, env: owner },
      {
        code: 0,
        data: { applied: { length: migrations().length } },
      },
    );
    await expectAnswer('register discord', [], withDiscord, {
      code: 0,
      data: { outcome: 'unchanged', guild: null },
    });
    const sandbox = { folder: at.folder };
    await expectAnswer('doctor', [], sandbox, {
      code: 0,
      data: { findings: [{ name: 'settings', state: 'warning', sentence: expect.any(String) }] },
    });
  });

  it('a command that ends before it has a result writes none', async () => {
    const at = await installation(database);
    const run = (words: readonly string[]) => postern([...words, '--json'], { ...at, program: program.file });

    expect(await run(['address', 'remove', 'nobody@example.com'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('There is no address'),
    });
    expect(await run(['policy', 'check', 'none.yaml'])).toMatchObject({ code: 1, out: '' });
  });
});

/** What prints something for other programs in any case, and what runs until it is ended. */
const withoutJson = ['/audit/export', '/completion', '/manifest/slack', '/sandbox', '/serve'];

it('Every command that has a result has --json, and a line in the documentation', async () => {
  const at = await installation(database);
  const { out } = await postern(['completion', 'bash'], { ...at, program: program.file });
  const places = [...out.matchAll(/^ +'(\/\S*)'\) candidates='([^']*)'/gm)].map(
    ([, path = '', words = '']) => ({
      path,
      hasJson: words.split(' ').includes('--json'),
    }),
  );
  const commands = places.filter(
    ({ path }) => !places.some((other) => other.path.startsWith(`${path}/`)) && !path.endsWith('/help'),
  );

  expect(commands.length).toBeGreaterThan(15);
  expect(
    commands
      .filter(({ hasJson }) => !hasJson)
      .map(({ path }) => path)
      .toSorted(),
  ).toEqual(withoutJson);
  for (const { path, hasJson } of commands) {
    const command = path.slice(1).replace('/', ' ');
    if (hasJson) expect({ command, names: documented(command).length }).not.toEqual({ command, names: 0 });
  }
});
