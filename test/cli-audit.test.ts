import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { outcomeOf } from './cli/postern.ts';
import { appEnvironment, urlOf } from './support/app.ts';
import { type Bundle, bundled } from './support/bundle.ts';
import { testDatabase } from './support/database.ts';
import { addAddress } from './support/devices.ts';

const source = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const guide = fileURLToPath(new URL('../docs/audit.md', import.meta.url));
const database = testDatabase();
const me = `terminal:${userInfo().username}`;
let folder: string;
let program: Bundle;

// Each command is a process: seconds, where the machine is busy.
vi.setConfig({ testTimeout: 180_000 });

const policy = (who: string) => `
groups:
  auditors: ["${who}"]
  others: ["${me}"]
rules:
  - { who: auditors, may: [export-audit], on: ["*@*"] }
  - { who: others, may: [export-audit], on: ["*@example.com"] }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-cli-audit-'));
  program = await bundled(source);
  await mkdir(join(folder, 'bin'));
  const installed = `#!/bin/sh\nexec "${process.execPath}" "${program.file}" "$@"\n`;
  await writeFile(join(folder, 'bin', 'postern'), installed, { mode: 0o755 });
  await writeFile(join(folder, 'policy.yaml'), policy(me));
  await addAddress(database.db, 'alice@example.com', { devices: ['Phone', 'Tablet'] });
  await addAddress(database.db, 'bob@example.org', { devices: ['=1+1'] });
});

afterAll(async () => {
  await program.remove();
  await rm(folder, { recursive: true });
});

/** A line of a shell, in a folder of its own, with the settings of a real Postern. */
async function shell(line: string, more: Readonly<Record<string, string>> = {}) {
  const env = {
    ...appEnvironment('http://127.0.0.1:1/api/', database.bot, {}),
    DATABASE_OWNER_URL: urlOf(database.owner),
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    ...more,
  };
  const child = spawn('/bin/sh', ['-c', line], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  return outcomeOf(child);
}

const audit = (words: string, more?: Readonly<Record<string, string>>) =>
  shell(`postern audit ${words}`, more);

const kinds = async () =>
  (await database.sql('owner')`select kind from audit_event order by number`).map(({ kind }) => String(kind));

async function head(number: number): Promise<string> {
  const [event] = await database.sql('owner')`
    select encode(hash, 'hex') as hash from audit_event where number = ${number}`;
  return `#${number} · ${String(event?.['hash']).slice(0, 8)}`;
}

describe('postern audit verify', () => {
  it('says how many events there are, and which is the head', async () => {
    const { out, err, code } = await audit('verify');

    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(
      /^5 events, #1 to #5: the chain is whole\. Head: #5 · [0-9a-f]{64}\. What stands in the channels themselves was not compared: copy lines out of one into a file, and give --heads-file\. \(\d+ events\/s\)\n$/,
    );
  });

  it('says how many heads were compared, which not, and that the log reaches as far as was posted', async () => {
    await writeFile(join(folder, 'right.txt'), `${await head(2)}\n${await head(4)}`);
    const owner = database.sql('owner');
    await owner`insert into audit_channel (channel, posted_number) values ('slack:C0AUDIT', 5)`;
    const given = await audit('verify --heads-file right.txt');
    await owner`insert into audit_channel (channel, posted_number) values ('owner-notices', 7)`;
    await owner`update audit_channel set posted_number = 7 where channel = 'slack:C0AUDIT'`;
    const cut = await audit('verify');
    await owner`delete from audit_channel where channel = 'owner-notices'`;
    await owner`alter table audit_channel disable trigger user`;
    await owner`update audit_channel set posted_number = 5, head_hash = decode(repeat('00', 32), 'hex')`;
    await owner`alter table audit_channel enable trigger user`;
    const rewritten = await audit('verify');
    await owner`delete from audit_channel`;

    expect(given).toMatchObject({ code: 0, err: '' });
    expect(given.out).toContain(
      '. It reaches as far as each audit channel was posted (1). The heads that the database keeps of what was posted were compared (1). The heads given, as they stand in the channels, were compared (2). (',
    );
    expect(cut).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/^#6 to #7 are missing at the end: owner-notices was posted that far\.\n/),
    });
    expect(rewritten).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^#5 was rewritten: its hash begins with [0-9a-f]{8}, and 00000000 was posted to slack:C0AUDIT\.\n/,
      ),
    });
  });

  it('says which head isn’t in it, and that no head was given', async () => {
    await writeFile(join(folder, 'heads.txt'), `Dana did something\n${await head(2)}\n#3 · 00000000\n`);
    await writeFile(join(folder, 'empty.txt'), 'nothing');

    expect(await audit('verify --heads-file heads.txt')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^#3 was rewritten: .* 00000000 was read in a channel\.\nThe audit log is not/,
      ),
    });
    expect(await audit('verify --heads-file empty.txt')).toMatchObject({ code: 2 });
    expect(await audit('verify --heads-file missing.txt')).toMatchObject({ code: 2 });
    expect(await audit(`verify --head '3f9a1c07'`)).toMatchObject({ code: 2 });
  });

  it('says which login it needs', async () => {
    const url = urlOf(database.bot).replace('postern_bot', 'postern_sign_in');

    expect(await audit('verify', { DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: expect.stringContaining('must sign in as postern_auditor'),
    });
    const away = { DATABASE_URL: 'postgres://postern_auditor@127.0.0.1:1/postern' };
    expect(await audit('verify', away)).toMatchObject({ code: 75 });
  });
});

describe('postern audit export', () => {
  it('is an event before the first byte goes out, and does not hold itself', async () => {
    const { out, code } = await audit('export');

    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(5);
    const [event] = await database.sql('owner')`
      select entry::json as entry from audit_event order by number desc limit 1`;
    expect(event?.['entry']).toMatchObject({
      kind: 'audit.exported',
      by: me,
      format: 'jsonl',
      since: null,
      address: null,
      count: 5,
      upTo: 5,
    });
  });

  it('gives nothing out where the event can’t be written', async () => {
    const owner = database.sql('owner');
    await owner.unsafe(`
      create function fail() returns trigger language plpgsql as $$ begin raise 'full'; end $$;
      create trigger fail before insert on audit_event for each row execute function fail()`);
    const { out, code } = await audit('export');
    await owner.unsafe('drop trigger fail on audit_event; drop function fail()');

    // What is there is the log of the defect.
    expect(out).not.toContain('"entry"');
    expect(code).toBe(70);
  });

  it('is refused, and that is an event, to whom the policy doesn’t give it', async () => {
    await writeFile(join(folder, 'policy.yaml'), policy('terminal:somebody'));
    const before = (await kinds()).length;
    const all = await audit('export');
    const one = await audit('export --address alice@example.com');
    const other = await audit('export --address bob@example.org');
    const pruned = await audit(`prune --before 2020-01-01 --reason x --yes`);
    await writeFile(join(folder, 'policy.yaml'), policy(me));

    expect(all).toMatchObject({ code: 3, out: '', err: expect.stringContaining('export-audit on *@*') });
    expect(one).toMatchObject({ code: 0 });
    expect(other).toMatchObject({ code: 3, out: '' });
    expect(pruned).toMatchObject({ code: 3 });
    expect((await kinds()).slice(before)).toEqual(['refused', 'audit.exported', 'refused', 'refused']);
  });

  it('says what it doesn’t understand, and which address there isn’t', async () => {
    expect(await audit('export --format xml')).toMatchObject({ code: 2 });
    expect(await audit('export --since yesterday')).toMatchObject({ code: 2 });
    expect(await audit('export --since 2026-02-30')).toMatchObject({ code: 2 });
    expect(await audit('export --address nobody@example.com')).toMatchObject({ code: 1, out: '' });
  });

  it('ends quietly where nobody reads on', async () => {
    const { err } = await shell('postern audit export | true');

    expect(err).not.toContain('at ');
  });
});

describe('postern audit prune', () => {
  it.each([
    ['nobody can be asked', `--before 2020-01-01 --reason x`, {}, 2, 'Add --yes'],
    ['the day is to come', `--before 2999-01-01 --reason x --yes`, {}, 2, 'can’t be pruned'],
    ['no reason is given', `--before 2020-01-01 --yes`, {}, 2, '--reason'],
    [
      'the owner isn’t there',
      `--before 2020-01-01 --reason x --yes`,
      { DATABASE_OWNER_URL: '' },
      1,
      'DATABASE_OWNER_URL',
    ],
    ['there is no channel', `--before 2026-06-01 --reason x --yes`, {}, 1, '--without-channel'],
  ])('removes nothing where %s', async (_name, words, more, code, sentence) => {
    // Events of today are older than nothing but what is to come.
    const sooner = words.replace('2026-06-01', new Date(Date.now()).toISOString().replace(/\.\d+Z/, 'Z'));

    expect(await audit(`prune ${sooner}`, more)).toMatchObject({
      code,
      err: expect.stringContaining(sentence),
    });
    expect((await kinds())[0]).toBe('address.added');
  });
});

describe('docs/audit.md', () => {
  it('says only what can be typed, in its order', async () => {
    const lines = [...(await readFile(guide, 'utf8')).matchAll(/```sh\n([^`]+)```/g)].flatMap(
      ([, block = '']) => block.trim().split('\n'),
    );
    const known = await head(1);
    await writeFile(join(folder, 'copied-from-the-channel.txt'), known);
    const auditor = urlOf(database.bot).replace('postern_bot', 'postern_auditor');
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      const here = line
        .replace('#1042 · 3f9a1c07', known)
        .replace('postgres://postern_auditor@db.example.com/postern', `'${auditor}'`);
      const asks = line.includes('prune') && !line.includes('--yes');

      expect({ line, ...(await shell(here)) }).toMatchObject({ line, code: asks ? 2 : 0 });
    }
    expect(await readFile(join(folder, 'audit.csv'), 'utf8')).toContain(`'=1+1`.slice(1));
    const ocsf = (await readFile(join(folder, 'audit.ocsf.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(ocsf.map((one) => (JSON.parse(one) as { readonly class_uid: number }).class_uid)).toContain(3001);
  });

  it('prunes for real where there is something older', async () => {
    const known = await head(1);
    const now = new Date().toISOString().replace(/\.\d+Z/, 'Z');
    const pruned = await audit(`prune --before ${now} --reason 'Kept for two years' --without-channel --yes`);

    expect(pruned).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Removed \d+ events, up to #\d+\./),
    });
    expect(await audit(`verify --head '${known}'`)).toMatchObject({
      err: '',
      code: 0,
      out: expect.stringMatching(
        / were pruned\. .* compared \(0\)\. 1 more could not be: their events were pruned\. /,
      ),
    });
    expect((await kinds()).at(-1)).toBe('audit.pruned');
  });
});
