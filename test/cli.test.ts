import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { rootFolder } from '../db/embedded/place.ts';
import { commands } from '../commands/index.ts';
import { postern as run } from './cli/postern.ts';

let folder: string;
// Each command is a process, and the first one makes a database.
vi.setConfig({ testTimeout: 90_000 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-cli-'));
});

afterAll(async () => {
  await rm(rootFolder(await realpath(join(folder, '.postern', 'sandbox'))), { recursive: true, force: true });
  await rm(folder, { recursive: true });
});

const postern = (words: readonly string[], input = '') => run(words, { folder, input });

describe('postern address', () => {
  it('adds, lists and removes, audited as the user of the operating system', async () => {
    expect(await postern(['address', 'add', ' Alice@Example.COM '])).toMatchObject({
      code: 0,
      out: 'Added alice@example.com.\n',
    });
    expect(await postern(['address', 'list'])).toMatchObject({ out: 'alice@example.com  0 devices\n' });
    expect(await postern(['address', 'add', 'alice@example.com'])).toMatchObject({
      code: 1,
      err: 'alice@example.com is there already. Nothing was changed.\n',
    });
    expect(await postern(['address', 'remove', 'alice@example.com'])).toMatchObject({
      code: 0,
      out: 'Removed alice@example.com.\n',
    });
  });

  it('takes a hash as the generic password, and removes such an address only when told to disconnect', async () => {
    const hash = '{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop\n';
    const added = await postern(['address', 'add', 'bob@example.com', '--generic-hash-stdin'], hash);
    expect(added.out).toBe('Added bob@example.com, with a generic password.\n');
    const refused = await postern(['address', 'remove', 'bob@example.com']);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('--disconnect-all');
    const removed = await postern(['address', 'remove', 'bob@example.com', '--disconnect-all']);

    expect(removed.out).toContain('1 password was revoked, its generic password too');
  });

  it.each([
    ['plain text', '{PLAIN}hunter2hunter2'],
    ['clear text', '{CLEARTEXT}hunter2hunter2'],
    ['no scheme', 'hunter2hunter2'],
    ['nothing', ''],
  ])('refuses %s as a hash, and repeats nothing of it', async (_name, input) => {
    const refused = await postern(['address', 'add', 'carl@example.com', '--generic-hash-stdin'], input);

    expect(refused.code).toBe(2);
    expect(refused.out + refused.err).not.toContain('hunter2');
  });

  it('refuses what is no address, with an example', async () => {
    const refused = await postern(['address', 'add', 'not an address']);

    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('An example: alice@example.com');
  });
});

describe('postern init', () => {
  it('writes a first policy once, and never over one that is there', async () => {
    const written = await postern(['init', '--admin', 'slack:T0123/U0SAM', '--domain', 'example.org']);
    const policy = await readFile(join(folder, 'policy.yaml'), 'utf8');
    expect(written.out).toContain(`terminal:${userInfo().username} and slack:T0123/U0SAM may do everything`);
    expect(policy).toContain('slack_teams: ["T0123"]');
    expect(policy).toContain('*@example.org');
    const again = await postern(['init']);

    expect(again).toMatchObject({ code: 1, err: 'policy.yaml is there already. Nothing was changed.\n' });
    expect(await readFile(join(folder, 'policy.yaml'), 'utf8')).toBe(policy);
  });
});

describe('postern manifest slack', () => {
  it('prints the manifest, whose hint names every command', async () => {
    const { out, code } = await postern(['manifest', 'slack']);
    const manifest: unknown = JSON.parse(out);

    expect(code).toBe(0);
    expect(manifest).toMatchObject({ settings: { socket_mode_enabled: true } });
    for (const { name } of commands.slice(1)) expect(out).toContain(name);
  });

  it('prints it for HTTP with the address that Slack posts to', async () => {
    const { out } = await postern(['manifest', 'slack', '--http', 'https://postern.example.com']);

    expect(out).toContain('"request_url": "https://postern.example.com/slack/events"');
    expect(JSON.parse(out)).toMatchObject({ settings: { socket_mode_enabled: false } });
  });
});
